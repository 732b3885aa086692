package cloud.bleu.translate;

import org.jspecify.annotations.Nullable;

/** Which object: its kind, namespace (null for what is cluster-scoped) and name. */
public record ObjectRef(String kind, @Nullable String namespace, String name)
    implements Comparable<ObjectRef> {

  /** {@code BleuWorkload sante/dossier} or {@code AvailabilityZone fc-1}. */
  @Override
  public String toString() {
    return kind + " " + (namespace == null ? name : namespace + "/" + name);
  }

  @Override
  public int compareTo(ObjectRef other) {
    return toString().compareTo(other.toString());
  }
}
