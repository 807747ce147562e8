/** What is asked for cannot be: each era says so in its own error, -32602. The message goes to the client. */
export class WrongParams extends Error {}
