package cloud.bleu.api.v1alpha1;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An object of a cluster as it is once a file is applied to it. The file says the spec and the
 * labels. The cluster alone knows what was observed, and what a person says there: an incident, a
 * break-glass, the approval of a waiver.
 */
public final class AppliedObject {

  private static final String OURS = "placement.bleu.cloud/";

  private AppliedObject() {}

  /**
   * What the file says, completed by what the cluster knows.
   *
   * @param known as the cluster has it; it is not written to
   * @param stated of the same kind, as the file has it; it is completed and returned. Where the
   *     kind is none of ours it stays as it is
   */
  public static <T extends HasMetadata> T of(T known, T stated) {
    if (known instanceof CustomResource<?, ?> one && stated instanceof CustomResource<?, ?> other) {
      complete(one, other);
    }
    return stated;
  }

  private static <U> void complete(CustomResource<?, ?> known, CustomResource<?, U> stated) {
    if (known instanceof SovereigntyWaiver before && stated instanceof SovereigntyWaiver after) {
      after.setSpec(approved(before.getSpec(), after.getSpec()));
    }
    stated.setMetadata(
        metadata(
            known.getMetadata(),
            stated.getMetadata(),
            Objects.equals(known.getSpec(), stated.getSpec())));
    @SuppressWarnings("unchecked") // Both are of one kind.
    U status = (U) known.getStatus();
    stated.setStatus(status);
  }

  private static ObjectMeta metadata(ObjectMeta known, ObjectMeta stated, boolean same) {
    Map<String, String> annotations = new TreeMap<>();
    known
        .getAnnotations()
        .forEach(
            (key, value) -> {
              if (key.startsWith(OURS)) {
                annotations.put(key, value);
              }
            });
    annotations.putAll(stated.getAnnotations());
    Long generation = known.getGeneration();
    return new ObjectMetaBuilder(known)
        .withLabels(stated.getLabels())
        .withAnnotations(annotations)
        .withGeneration(generation == null || same ? generation : Long.valueOf(generation + 1))
        .build();
  }

  /** Two people decided the waiver that they read: no other one is approved by it. */
  private static @Nullable SovereigntyWaiverSpec approved(
      @Nullable SovereigntyWaiverSpec known, @Nullable SovereigntyWaiverSpec stated) {
    if (known == null || stated == null) {
      return stated;
    }
    SovereigntyWaiverSpec approved =
        new SovereigntyWaiverSpec(
            stated.policyRef(),
            stated.rule(),
            stated.workloadRef(),
            stated.zones(),
            stated.reason(),
            stated.notBefore(),
            stated.expirationTime(),
            stated.requestedBy(),
            known.approvedBy(),
            known.approvedStatement());
    return stated.approvedBy() == null
            && stated.approvedStatement() == null
            && approved.equals(known)
        ? known
        : stated;
  }
}
