import { SurveyStack } from './lib/survey-stack';

const surveys = new SurveyStack('surveys', { delaySeconds: 30 });

export const queueUrl = surveys.queueUrl;
