package cloud.bleu.operator.access;

import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec.Target;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Asks, for each cluster, the source that its zones name.
 *
 * @param secrets of {@code spec.target.cluster}
 * @param profiles of {@code spec.target.clusterProfile}
 */
public record AccessSources(AccessSource secrets, AccessSource profiles) implements AccessSource {

  @Override
  public void follow(Map<String, Target> wanted, Asker asker) {
    secrets.follow(some(wanted, target -> target.cluster() != null), asker);
    profiles.follow(some(wanted, target -> target.cluster() == null), asker);
  }

  @Override
  public MemberAccess access(Target target) {
    return of(target).access(target);
  }

  @Override
  public @Nullable String remark(Target target) {
    return of(target).remark(target);
  }

  @Override
  public void close() {
    secrets.close();
    profiles.close();
  }

  private AccessSource of(Target target) {
    return target.cluster() == null ? profiles : secrets;
  }

  private static Map<String, Target> some(Map<String, Target> wanted, Predicate<Target> which) {
    Map<String, Target> some = new TreeMap<>();
    wanted.forEach(
        (id, target) -> {
          if (which.test(target)) {
            some.put(id, target);
          }
        });
    return some;
  }
}
