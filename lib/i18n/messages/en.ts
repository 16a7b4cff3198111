import alarms from "./en/alarms.json";
import architecture from "./en/architecture.json";
import auth from "./en/auth.json";
import chat from "./en/chat.json";
import common from "./en/common.json";
import events from "./en/events.json";
import experiments from "./en/experiments.json";
import live from "./en/live.json";
import nav from "./en/nav.json";
import products from "./en/products.json";
import resources from "./en/resources.json";
import risks from "./en/risks.json";
import rules from "./en/rules.json";
import self from "./en/self.json";
import settings from "./en/settings.json";
import sources from "./en/sources.json";
import timeline from "./en/timeline.json";

/** One namespace a domain; each file belongs to the domain's owner. */
export const en = {
  alarms,
  architecture,
  auth,
  chat,
  common,
  events,
  experiments,
  live,
  nav,
  products,
  resources,
  risks,
  rules,
  self,
  settings,
  sources,
  timeline,
};
export type Messages = typeof en;
