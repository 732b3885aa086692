package cloud.bleu.delivery.member;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.Ensured;
import org.jspecify.annotations.Nullable;

/** What has to stand in another cluster before pods of a workload start there. */
public interface PodStart {

  /**
   * What the pods of a workload in a zone have to wait for. It was requested before, and the
   * workload is looked at again when it is there.
   *
   * @return null when they may start
   */
  @Nullable Ensured awaited(BleuWorkload workload, String zone);
}
