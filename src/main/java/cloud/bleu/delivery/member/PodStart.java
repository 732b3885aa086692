package cloud.bleu.delivery.member;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.Ensured;
import org.jspecify.annotations.Nullable;

/** What has to stand in another cluster before pods of a workload start there. */
public interface PodStart {

  /**
   * What pods of a workload in a zone have to wait for. It was asked for before, and who waits is
   * told when it stands.
   *
   * @return null when they may start
   */
  @Nullable Ensured awaited(BleuWorkload workload, String zone);
}
