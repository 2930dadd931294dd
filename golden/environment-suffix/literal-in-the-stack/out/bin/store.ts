import { DocumentStoreStack } from "../lib/document-store-stack";

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || "prod";

const store = new DocumentStoreStack("document-store", {
  environmentSuffix,
  retentionDays: 400,
  tags: { Team: "records" },
});

export const bucketName = store.bucketName;
export const indexTableName = store.indexTableName;
