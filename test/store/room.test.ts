import { expect, test } from "vitest";
import { StoreAwayError } from "../../src/model/errors.ts";
import { createOutage } from "../../src/store/outage.ts";
import { roomOn } from "../../src/store/room.ts";

test("Where the disk fills up, what leads to rows is refused first, then everything, and it goes on when there is room.", () => {
  let megabytes = 101;
  const refuseFull = roomOn("data", () => megabytes * 1024 ** 2);
  refuseFull(true);
  megabytes = 99;
  expect(() => refuseFull(true)).toThrow(
    /^The disk that holds data has 99 MB left, .*: make room, and it goes on by itself$/,
  );
  refuseFull(false);
  megabytes = 39;
  expect(() => refuseFull(false)).toThrow(StoreAwayError);
  megabytes = 500;
  refuseFull(true);
});

test("An outage is told in two lines, however many calls fail and however its end flickers.", () => {
  const said: string[] = [];
  const say = (_fields: object, message: string): void => void said.push(message);
  let now = 0;
  const outage = createOutage({ warn: say, error: say }, () => now);
  outage.answered();
  for (; now < 600_000; now += 1000) {
    outage.failed(new StoreAwayError("It is gone"));
    outage.answered();
  }
  expect(said).toEqual(["It is gone. What is under way is tried again until it can be"]);
  now += 5000;
  outage.answered();
  outage.answered();
  expect(said.slice(1)).toEqual(["the database answers again"]);
});
