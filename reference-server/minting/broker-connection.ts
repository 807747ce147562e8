/** What a person allowed the gateway at a broker. */
export interface BrokerConnection {
  id: string;
  type: 'trade' | 'read';
  status: 'active' | 'disabled';
  /** The API key pair that it is. */
  keyId: string;
  secret: string;
  /** Ids of the accounts that it reaches; all of the person's where left out. */
  accounts?: readonly string[];
}
