import * as pulumi from "@pulumi/pulumi";
import { createHost, createTill, HostOptions } from "./host";

const config = new pulumi.Config();
const subnetId = config.require("subnetId");

const till = createTill("harbour", subnetId, 30);
const spareTill = createTill("harbour-spare", subnetId, 64);

const hosts = config.requireObject<Record<string, HostOptions>>("hosts");
const hostIps = Object.keys(hosts).map(
    (shop) => createHost(shop, hosts[shop]).privateIp
);

export const tills = [till.privateIp, spareTill.privateIp];
export const ips = hostIps;
