import { ApiStack } from "../lib/api-stack";

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX ?? "dev";

const partnerApi = new ApiStack("partner-api", { environmentSuffix });

// Read by the smoke tests
export const url = partnerApi.apiUrl;
export const logGroupName = partnerApi.logGroupName;

export const environment = environmentSuffix;
