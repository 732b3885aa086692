package cloud.bleu.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.RealControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The names of the roles for people: messages and documents call them by these. */
@RealControlPlane
@Tag("people")
class ChartRolesTest {

  /** Those that the cluster's own roles get by aggregation, so that nobody binds them. */
  private static final Set<String> AGGREGATED =
      Set.of("bleu-edit", "bleu-view", "bleu-waiver-requester");

  @TempDir Path folder;
  private Helm helm;

  @BeforeEach
  void offline() {
    helm = Helm.offline(folder);
  }

  @Test
  void namesAreTheSameInEveryRelease() throws IOException {
    Set<String> names = ofPeople(helm.objectsOf("sovereign", "--set=fullnameOverride=placement"));
    assertEquals(ofPeople(helm.objects()), names);
    Set<String> documented = new TreeSet<>(AGGREGATED);
    Matcher row =
        Pattern.compile("(?m)^[|] `(bleu-[a-z-]+)`")
            .matcher(Files.readString(Path.of("docs/how-to/install.md")));
    while (row.find()) {
      documented.add(row.group(1));
    }
    assertEquals(documented, names);
  }

  /** Else the rights of the operator would be those of a role that people are bound to. */
  @Test
  void noReleaseNamesItsOwnRoleLikeOneOfThem() {
    Set<String> names = ofPeople(helm.objects());
    // A Role: those of the operator have other names in any case.
    assertTrue(names.remove("bleu-lease-reader"));
    for (String name : names) {
      Helm.Result result = helm.typed("template", name, Helm.CHART, "--set=crds.enabled=false");
      assertNotEquals(0, result.code(), name);
      assertTrue(
          result
              .err()
              .contains(
                  "the release would name its own role "
                      + name
                      + ", which is one for people: choose another name of the release, or"
                      + " fullnameOverride"),
          result.err());
    }
  }

  /** The roles that the chart binds to nobody. */
  private static Set<String> ofPeople(List<HasMetadata> objects) {
    Set<String> names = new TreeSet<>();
    for (HasMetadata object : objects) {
      if (object instanceof ClusterRole || object instanceof Role) {
        names.add(object.getMetadata().getName());
      }
    }
    for (HasMetadata object : objects) {
      if (object instanceof ClusterRoleBinding binding) {
        names.remove(binding.getRoleRef().getName());
      } else if (object instanceof RoleBinding binding) {
        names.remove(binding.getRoleRef().getName());
      }
    }
    return names;
  }
}
