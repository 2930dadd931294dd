"use strict";

/** A step of the build; steps wait for others by name. */
class Step {
  constructor(name, { run, dependsOn = [] }) {
    this.name = name;
    this.run = run;
    this.dependsOn = dependsOn;
  }
}

const steps = [
  new Step("install", { run: "npm ci" }),
  new Step("test", { run: "npm test", dependsOn: ["install"] }),
  new Step("bundle", { run: "npm run bundle", dependsOn: ["install"] }),
  new Step("deploy", { run: "npm run deploy", dependsOn: ["test", "bundle"] }),
];

module.exports = { Step, steps };
