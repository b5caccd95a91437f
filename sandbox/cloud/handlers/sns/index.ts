import type { ResourceHandler } from "../../handler";
import { topic } from "./topic";
import { topicPolicy } from "./topic-policy";
import { topicSubscription } from "./topic-subscription";

export const handlers: ResourceHandler[] = [topic, topicPolicy, topicSubscription];
