package cloud.bleu.delivery.cluster;

import cloud.bleu.apiserver.Refusal;
import cloud.bleu.delivery.zone.DeliveryProblem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;

/** By what the objects of a workload are recognised in one cluster. */
public interface Ownership {

  /** Whether an object is one of the workload. */
  boolean owns(HasMetadata workload, HasMetadata object);

  /**
   * The other cluster whose hub an object of this workload's name belongs to: this cluster may have
   * been restored from that one. Null where it belongs to nobody or to somebody else.
   */
  @Nullable String otherHome(HasMetadata workload, HasMetadata object);

  /** Why an object of another home is left alone, and what to do; not asked where there is none. */
  DeliveryProblem ofAnotherHome(HasMetadata object, String otherHome);

  /**
   * Whether an object that is deleted stays until all that it owns is gone: where its absence is
   * the only word that nothing runs.
   */
  boolean outlivesItsOwn();

  /**
   * What keeps something of a workload from being delivered that the server refuses.
   *
   * @param what it is, as a sentence begins
   * @throws KubernetesClientException when it is no refusal
   */
  default DeliveryProblem refused(String what, KubernetesClientException e) {
    DeliveryProblem problem = ClusterWriter.refused(what, e);
    Refusal refusal = Refusal.of(e);
    return refusal == null ? problem : of(refusal, problem);
  }

  /** A problem that a refusal is, with what the place of the objects says about it. */
  default DeliveryProblem of(Refusal refusal, DeliveryProblem problem) {
    return problem;
  }

  /** Whether an object of the workload says itself whose it is; else it is to be claimed. */
  default boolean isClaimed(HasMetadata object) {
    return true;
  }

  /** Makes an object that is to be written one of the workload. */
  void claim(HasMetadata workload, HasMetadata object);
}
