# syntax=docker/dockerfile:1
# The image brings Node itself, so the copy that npm would install is left out.
FROM node:26-slim AS install
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:26-slim
ENV NODE_ENV=production \
    REGWATCH_DATA=/data \
    REGWATCH_HOST=0.0.0.0 \
    REGWATCH_PORT=3000
WORKDIR /app
COPY --from=install /app/node_modules ./node_modules
COPY package.json ./
COPY migrations ./migrations
COPY src ./src
COPY feeds ./feeds
# All of /app stays root's and is only read; what is written goes to /data, and sockets to /tmp. `docker exec … regwatch` is the command.
RUN install -d -o nobody -g nogroup -m 0700 /data && ln -s /app/src/bin.cjs /usr/local/bin/regwatch
USER nobody
VOLUME /data
EXPOSE 3000
# Fails when the work stands still. A process without the role web needs REGWATCH_METRICS_PORT to be asked.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s \
    CMD ["node", "-e", "const {REGWATCH_METRICS_PORT:m,REGWATCH_PORT:p}=process.env;fetch(`http://127.0.0.1:${m||p}/healthz`).then((r)=>process.exit(r.ok?0:1),()=>process.exit(1))"]
# Who may read must be chosen: REGWATCH_READ=token (with REGWATCH_ADMIN_TOKEN) or REGWATCH_READ=public.
CMD ["node", "--max-semi-space-size=4", "--heap-growing-percent=20", "src/cli.ts", "start"]
