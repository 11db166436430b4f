import type { TenderStory } from "../../tenders.ts";

/** When the portal turns away whoever asks next. */
export const tooFrequentAt = "2026-03-10T02:00:00Z";

/** A procurement portal's list in a week in which a university asks for a cloud account with accelerators. */
export const tenders: TenderStory = {
  name: "tenders",
  origin: "http://www.ccgp.gov.cn",
  path: "/cggg/zygg/index.htm",
  title: "中央公告",
  notices: [
    {
      path: "cjgg/202603/t20260303_90001.htm",
      title: "北港大学图书馆座椅采购项目成交公告",
      publishedAt: "2026-03-03T02:00:00Z",
      buyer: "北港大学",
      text: ["成交供应商：北港家具有限公司。", "成交金额：38.6万元。"],
    },
    {
      path: "gkzb/202603/t20260305_90002.htm",
      title: "南湖研究院高性能计算服务器采购项目公开招标公告",
      publishedAt: "2026-03-05T02:00:00Z",
      buyer: "南湖研究院",
      text: ["采购内容：服务器二十台，每台配备八块加速卡。", "投标截止时间：2026年3月26日9时30分。"],
    },
    {
      path: "gkzb/202603/t20260310_90003.htm",
      title: "北港大学人工智能学院海外区域云服务采购项目竞争性磋商公告",
      publishedAt: "2026-03-10T01:10:00Z",
      buyer: "北港大学",
      text: [
        "采购内容：亚马逊云科技海外区域账号一个，含 A100 与 H100 加速计算实例，服务期一年。",
        "预算金额：18.4万元。",
        "响应文件提交截止时间：2026年3月24日14时30分。",
      ],
    },
    {
      path: "gkzb/202603/t20260311_90004.htm",
      title: "北港大学校园绿化养护采购项目公开招标公告",
      publishedAt: "2026-03-11T02:00:00Z",
      buyer: "北港大学",
      text: ["采购内容：校园绿化养护一年。"],
    },
    {
      path: "gzgg/202603/t20260312_90005.htm",
      title: "北港大学人工智能学院海外区域云服务采购项目更正公告",
      publishedAt: "2026-03-12T02:00:00Z",
      buyer: "北港大学",
      text: ["更正内容：预算金额由18.4万元调整为20万元，提交截止时间延期至2026年3月31日14时30分。"],
    },
  ],
};
