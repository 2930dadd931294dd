import { AlertStack } from './lib/alert-stack';

// For people
new AlertStack('people');

// For machines
new AlertStack('machines', { protect: true });
