"use strict";
const { FeedStack } = require("./feedStack");

const feeds = new FeedStack("feeds", {
  environmentSuffix: process.env.ENVIRONMENT_SUFFIX || "dev",
  feeds: ["news", "weather", "traffic"],
});

exports.tableName = feeds.tableName;
