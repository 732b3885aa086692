package cloud.bleu.translate.finding;

import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Which object: its kind, namespace (null for what is cluster-scoped) and name. */
public record ObjectRef(String kind, @Nullable String namespace, String name)
    implements Comparable<ObjectRef> {

  private static final int LONGEST = 63;
  private static final Comparator<ObjectRef> ORDER =
      Comparator.comparing(ObjectRef::kind)
          .thenComparing(ref -> String.valueOf(ref.namespace()))
          .thenComparing(ObjectRef::name);

  /** Which object it is. */
  public static ObjectRef of(HasMetadata object) {
    @Nullable String namespace = object.getMetadata().getNamespace();
    return new ObjectRef(object.getKind(), namespace, object.getMetadata().getName());
  }

  /** Which workload it is, or one of that name is. */
  public static WorkloadId workload(HasMetadata object) {
    return workload(object.getMetadata().getNamespace(), object.getMetadata().getName());
  }

  /** Which workload has that name; without a namespace it is in the default one. */
  public static WorkloadId workload(@Nullable String namespace, String name) {
    return new WorkloadId(namespace == null ? "default" : namespace, name);
  }

  /** {@code BleuWorkload sante/dossier} or {@code AvailabilityZone fc-1}, shortened for people. */
  @Override
  public String toString() {
    return shown(kind) + " " + (namespace == null ? "" : shown(namespace) + "/") + shown(name);
  }

  /** A name as it may be shown: cut and quoted if it is no ordinary one. */
  static String shown(String part) {
    boolean plain = part.length() <= LONGEST && part.codePoints().noneMatch(ShownText::isInvisible);
    return plain ? part : ShownText.quote(part);
  }

  @Override
  public int compareTo(ObjectRef other) {
    return ORDER.compare(this, other);
  }
}
