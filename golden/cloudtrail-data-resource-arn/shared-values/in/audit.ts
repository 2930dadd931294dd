/** Every object of every bucket. */
export const ALL_OBJECTS = 'arn:aws:s3:::*/';

/** Where deeds are kept. */
export const DEEDS = 'arn:aws:s3:::registry-deeds';

export enum Kind {
  objects = 'AWS::S3::Object',
  functions = 'AWS::Lambda::Function',
}
