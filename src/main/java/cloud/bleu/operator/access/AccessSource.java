package cloud.bleu.operator.access;

import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec.Target;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the ways to clusters come from, such as Secrets or an inventory. It never waits. */
public interface AccessSource extends AutoCloseable {

  /** Who asks, as far as a source has to know. */
  interface Asker {
    /** The way to a cluster, or what is said of one, may be another than before. */
    void changed();

    /** Whether the server of a cluster does not know the credential that leads there (401). */
    boolean isUnauthorized(String cluster);
  }

  /**
   * Follows what leads to these clusters from now on, and to no other; called whenever zones change
   * and whenever something changed.
   *
   * @param wanted by cluster a target that names it
   */
  void follow(Map<String, Target> wanted, Asker asker);

  /** The way to a cluster that is followed, as far as it is known. */
  MemberAccess access(Target target);

  /**
   * What the source itself says of the health of a cluster, in words; null: nothing.
   *
   * @param target that names it
   */
  default @Nullable String remark(Target target) {
    return null;
  }

  @Override
  void close();
}
