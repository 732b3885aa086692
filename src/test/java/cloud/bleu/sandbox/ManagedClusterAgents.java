package cloud.bleu.sandbox;

/** The agents of Open Cluster Management in one managed cluster, as a scenario needs them. */
public interface ManagedClusterAgents extends AutoCloseable {

  /** From now on nothing comes from the cluster, and the hub says so. */
  void goAway();

  /** They are back, with what they find on the hub. */
  void comeBack();

  /** Everything is compared with its works, as it is every few minutes. */
  void compareAnew();

  @Override
  void close();
}
