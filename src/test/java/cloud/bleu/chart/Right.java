package cloud.bleu.chart;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One verb on one resource, as in {@code patch apps/deployments}; the core group has no name.
 *
 * @param resource with its subresource, if any, as in {@code bleuworkloads/status}
 */
public record Right(String verb, String group, String resource) implements Comparable<Right> {

  /** Reads {@code verb group/resource[/subresource]}. */
  public static Right of(String text) {
    String[] words = text.split(" ", 2);
    int slash = words[1].indexOf('/');
    return new Right(words[0], words[1].substring(0, slash), words[1].substring(slash + 1));
  }

  /** What these objects grant to the service accounts among their subjects. */
  public static Set<Right> granted(List<HasMetadata> objects) {
    Set<Right> rights = new TreeSet<>();
    for (HasMetadata object : objects) {
      if (object instanceof ClusterRoleBinding binding) {
        rights.addAll(ofRole(objects, ClusterRole.class, binding.getRoleRef().getName()));
      } else if (object instanceof RoleBinding binding) {
        Class<? extends HasMetadata> kind =
            binding.getRoleRef().getKind().equals("Role") ? Role.class : ClusterRole.class;
        rights.addAll(ofRole(objects, kind, binding.getRoleRef().getName()));
      }
    }
    return rights;
  }

  private static Set<Right> ofRole(
      List<HasMetadata> objects, Class<? extends HasMetadata> kind, String name) {
    for (HasMetadata object : objects) {
      if (kind.isInstance(object) && object.getMetadata().getName().equals(name)) {
        return of(
            object instanceof Role role ? role.getRules() : ((ClusterRole) object).getRules());
      }
    }
    throw new AssertionError("a binding names " + kind.getSimpleName() + " " + name);
  }

  private static Set<Right> of(List<PolicyRule> rules) {
    Set<Right> rights = new TreeSet<>();
    for (PolicyRule rule : rules) {
      for (String group : rule.getApiGroups()) {
        for (String resource : rule.getResources()) {
          rule.getVerbs().forEach(verb -> rights.add(new Right(verb, group, resource)));
        }
      }
    }
    return rights;
  }

  @Override
  public int compareTo(Right other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return verb + " " + group + "/" + resource;
  }
}
