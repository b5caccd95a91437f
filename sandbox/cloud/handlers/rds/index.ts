import type { ResourceHandler } from "../../handler";
import { cluster } from "./cluster";
import { clusterInstance } from "./cluster-instance";
import { clusterParameterGroup } from "./cluster-parameter-group";
import { instance } from "./instance";
import { parameterGroup } from "./parameter-group";
import { subnetGroup } from "./subnet-group";

export const handlers: ResourceHandler[] = [
    cluster,
    clusterInstance,
    clusterParameterGroup,
    instance,
    parameterGroup,
    subnetGroup,
];
