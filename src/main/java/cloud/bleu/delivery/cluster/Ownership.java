package cloud.bleu.delivery.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Which objects of one cluster are those of a workload: what they are known by. */
public interface Ownership {

  /** Whether an object is one of the workload. */
  boolean owns(HasMetadata workload, HasMetadata object);

  /**
   * Whether an object that is deleted stays until all that it owns is gone: where its absence is the
   * only word that nothing runs.
   */
  boolean outlivesItsOwn();

  /** Makes an object that is to be written one of the workload. */
  void claim(HasMetadata workload, HasMetadata object);
}
