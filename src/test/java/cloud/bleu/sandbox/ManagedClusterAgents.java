package cloud.bleu.sandbox;

/** The agents of Open Cluster Management in one managed cluster, as a scenario needs them. */
public interface ManagedClusterAgents extends AutoCloseable {

  /** From now on nothing comes from the cluster, and the hub says so. */
  void goAway();

  /** They are back, with what they find on the hub. */
  void comeBack();

  /**
   * The work agent does nothing more (SIGSTOP), and nobody says so: the lease of its cluster is
   * renewed by another agent.
   */
  void pause();

  /** The work agent goes on. */
  void resume();

  /** From now on the API server of the cluster answers the work agent with 403. */
  void forbid();

  /** It answers the work agent again. */
  void permit();

  /** Everything is compared with its works, as it is every few minutes. */
  void compareAnew();

  @Override
  void close();
}
