import { DocumentStoreStack } from "../lib/document-store-stack";

const store = new DocumentStoreStack("document-store", {
  retentionDays: 400,
  tags: { Team: "records" },
});

export const bucketName = store.bucketName;
export const indexTableName = store.indexTableName;
