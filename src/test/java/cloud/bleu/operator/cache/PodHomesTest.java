package cloud.bleu.operator.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.delivery.cluster.ClusterObjects;
import cloud.bleu.delivery.manifest.Labels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two hubs may have a workload of one name: whose its pods are, their Deployment says. */
class PodHomesTest {
  private static final String HOME = "uid-ours";

  /** What stands in the cluster. */
  private final List<HasMetadata> standing = new ArrayList<>();

  private final PodHomes homes = new PodHomes(objects(), HOME);

  private ClusterObjects objects() {
    return (ClusterObjects)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ClusterObjects.class},
            (proxy, method, arguments) -> {
              assertEquals("children", method.getName(), "nothing else is asked");
              return standing.stream()
                  .filter(o -> o.getMetadata().getNamespace().equals(arguments[0]))
                  .filter(o -> arguments[1].equals(label(o, Labels.WORKLOAD)))
                  .toList();
            });
  }

  private static String label(HasMetadata object, String key) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels == null ? null : labels.get(key);
  }

  /** Labels {@code workload/zone/home}; a part that is empty is not there. */
  private static <T extends HasMetadata> T labelled(T object, String labels) {
    String[] parts = (labels + "/ ").split("/");
    Map<String, String> all = new TreeMap<>();
    String[] keys = {Labels.WORKLOAD, Labels.ZONE, Labels.HOME};
    for (int i = 0; i < parts.length && i < keys.length; i++) {
      if (!parts[i].isBlank()) {
        all.put(keys[i], parts[i]);
      }
    }
    ObjectMeta metadata = new ObjectMetaBuilder().withName("n").withNamespace("shop").build();
    metadata.setLabels(all.isEmpty() ? null : all);
    object.setMetadata(metadata);
    return object;
  }

  @ParameterizedTest
  @CsvSource({
    // labels of the pod, of the Deployments of the cluster: whether it is foreign
    "web/z1, web/z1/uid-ours, false",
    "web/z1, web/z1/uid-theirs, true",
    // somebody else's, who says of no hub
    "web/z1, web/z1, true",
    // of another zone or workload of theirs
    "web/z1, web/z2/uid-theirs, false",
    "web/z1, api/z1/uid-theirs, false",
    "web/z1, web/z1/uid-ours web/z2/uid-theirs, false",
    "web/z2, web/z1/uid-ours web/z2/uid-theirs, true",
    // what has no zone is of what has none
    "web, web//uid-theirs, true",
    "web, web/z1/uid-theirs, false",
    "web/z1, web//uid-theirs, false",
    // of nothing that stands: what is left of ours
    "web/z1, '', false",
    // of no workload
    "/z1, web/z1/uid-theirs, false",
    "'', web/z1/uid-theirs, false",
  })
  void whoseAPodIs(String pod, String deployments, boolean foreign) {
    for (String one : deployments.isEmpty() ? new String[0] : deployments.split(" ")) {
      standing.add(labelled(new Deployment(), one));
    }
    assertEquals(foreign, homes.isForeign(labelled(new Pod(), pod)));
  }

  @Test
  void aStatefulSetSaysItAsWellAndOnlyOfItsNamespace() {
    StatefulSet theirs = labelled(new StatefulSet(), "web/z1/uid-theirs");
    standing.add(theirs);
    Pod pod = labelled(new Pod(), "web/z1");
    assertTrue(homes.isForeign(pod));
    theirs.getMetadata().setNamespace("other");
    assertFalse(homes.isForeign(pod));
  }

  /** Whether a change makes pods foreign, or no longer so; {@code none}: there was, or is, none. */
  @ParameterizedTest
  @CsvSource({
    "none, web/z1/uid-theirs, true",
    "web/z1/uid-theirs, none, true",
    "web/z1/uid-theirs, web/z1/uid-theirs, false",
    "web/z1/uid-theirs, web/z2/uid-theirs, true",
    "web/z1/uid-theirs, api/z1/uid-theirs, true",
    "web/z1/uid-theirs, web/z1/uid-ours, true",
    "web/z1/uid-ours, web/z1/uid-theirs, true",
    // from one that is not ours to another
    "web/z1/uid-theirs, web/z1/uid-third, false",
    "web/z1, web/z1/uid-theirs, false",
    "web//uid-theirs, web/z1/uid-theirs, true",
    // of ours, and of nobody's workload
    "none, web/z1/uid-ours, false",
    "web/z1/uid-ours, none, false",
    "web/z1/uid-ours, web/z2/uid-ours, false",
    "none, /z1/uid-theirs, false",
    "none, '', false",
    "none, none, false",
  })
  void whatIsNews(String before, String after, boolean news) {
    assertEquals(
        news,
        homes.isNews(
            before.equals("none") ? null : labelled(new Deployment(), before),
            after.equals("none") ? null : labelled(new Deployment(), after)));
  }

  @Test
  void anotherKindIsNoNews() {
    assertFalse(homes.isNews(null, labelled(new ConfigMap(), "web/z1/uid-theirs")));
    assertTrue(homes.isNews(null, labelled(new StatefulSet(), "web/z1/uid-theirs")));
  }
}
