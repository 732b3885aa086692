package cloud.bleu.operator;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this process may act, and what happens when it may not any more. */
final class Leadership {

  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

  private final KubernetesClient client;
  private final OperatorOptions options;
  private final Runnable lost;
  private final AtomicBoolean over = new AtomicBoolean();

  /**
   * @param lost called once, when another process leads
   */
  Leadership(KubernetesClient client, OperatorOptions options, Runnable lost) {
    this.client = client;
    this.options = options;
    this.lost = lost;
  }

  /** Reads the lease; a process that is not its holder any more ends here. */
  boolean confirm() {
    if (over.get()) {
      return false;
    }
    if (!options.leaderElect()) {
      return true;
    }
    Lease lease =
        client
            .resources(Lease.class)
            .inNamespace(options.leaseNamespace())
            .withName(OperatorOptions.LEASE)
            .get();
    boolean holder =
        lease != null
            && lease.getSpec() != null
            && options.identity().equals(lease.getSpec().getHolderIdentity());
    if (!holder) {
      lose();
    }
    return holder;
  }

  /** Another process leads, or may. */
  void lose() {
    if (over.compareAndSet(false, true)) {
      LOG.info("{} leads no longer", options.identity());
      lost.run();
    }
  }
}
