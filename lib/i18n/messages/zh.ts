import alarms from "./zh/alarms.json";
import architecture from "./zh/architecture.json";
import auth from "./zh/auth.json";
import chat from "./zh/chat.json";
import common from "./zh/common.json";
import events from "./zh/events.json";
import experiments from "./zh/experiments.json";
import live from "./zh/live.json";
import nav from "./zh/nav.json";
import products from "./zh/products.json";
import resources from "./zh/resources.json";
import risks from "./zh/risks.json";
import rules from "./zh/rules.json";
import self from "./zh/self.json";
import settings from "./zh/settings.json";
import sources from "./zh/sources.json";
import timeline from "./zh/timeline.json";

import type { Messages } from "./en";

/** Same keys as English: a missing one does not compile. */
export const zh = {
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
} satisfies Messages;
