package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.sandbox.FakeVolumes;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The guide to run a StatefulSet, as it stands, beside an operator. */
final class StatefulGuide {

  private static final String FR_A = "db-fr-a-229aae";
  private static final String FR_B = "db-fr-b-2a5380";
  private static final String FR_C = "db-fr-c-ef81c2";

  /** Types a command and returns what it printed. */
  interface Shell {
    String typed(String command) throws IOException, InterruptedException;
  }

  private final Path page;
  private final Path restore;
  private final Shell shell;
  private final DocumentedOperator operator;
  private final KubernetesClient client;

  /** Follows the page, and what the page about restores says of StatefulSets. */
  StatefulGuide(
      Path page, Path restore, Shell shell, DocumentedOperator operator, KubernetesClient client) {
    this.page = page;
    this.restore = restore;
    this.shell = shell;
    this.operator = operator;
    this.client = client;
  }

  /** With db.yaml as the page has it; the zones are as before in the end. */
  void isFollowed() throws Exception {
    does("kubectl explain");
    does("kubectl create service");
    does("kubectl patch service");
    try (FakeVolumes volumes = FakeVolumes.on(client)) {
      theNamesAreThoseOfThePage();
      theMembersFindEachOther();
      theVolumesStayUntilTheyAreDeleted();
      whatIsAppliedAgainFindsItsVolumes();
    }
    shell.typed("kubectl patch az fr-a --type merge -p '{\"spec\":{\"state\":\"Active\"}}'");
    does("kubectl delete bw");
    operator.until(() -> db() == null);
    does("kubectl delete pvc", "workload=db");
    does("kubectl delete service");
    assertEquals(Set.of(), claims());
  }

  private void theNamesAreThoseOfThePage() throws Exception {
    does("kubectl apply");
    isReadyIn("fr-a=1, fr-b=1");
    String shown = does("kubectl get sts");
    for (String name : List.of(FR_A, FR_B)) {
      assertTrue(shown.contains(name), shown);
      assertTrue(Files.readString(page).contains(name + "   1/1"), name);
    }
    String pods = does("kubectl get pods");
    for (String name : List.of(FR_A + "-0", FR_B + "-100000")) {
      assertTrue(pods.contains(name + " "), pods);
      assertTrue(Files.readString(page).contains(name), name);
    }
  }

  private void theMembersFindEachOther() throws Exception {
    String found = DocumentedCommands.of(page, "kubectl get endpointslices");
    Set<String> members = Set.of(FR_A + "-0", FR_B + "-100000");
    operator.until(
        () -> Set.copyOf(Arrays.asList(shell.typed(found).trim().split(" +"))).equals(members));
  }

  private void theVolumesStayUntilTheyAreDeleted() throws Exception {
    does("kubectl patch az fr-a");
    isReadyIn("fr-b=1, fr-c=1");
    does("kubectl get bw");
    operator.until(
        () ->
            client.apps().statefulSets().inNamespace("demo").withName(FR_A).get() == null
                && client.pods().inNamespace("demo").withName(FR_A + "-0").get() == null);
    Set<String> left =
        Set.of("data-" + FR_A + "-0", "data-" + FR_B + "-100000", "data-" + FR_C + "-200000");
    assertEquals(left, claims());
    String shown = does("kubectl get pvc");
    left.forEach(name -> assertTrue(shown.contains(name), shown));
    does("kubectl delete pvc", "zone=fr-a");
    Set<String> kept = new TreeSet<>(left);
    kept.remove("data-" + FR_A + "-0");
    operator.until(() -> claims().equals(kept));
  }

  /** While fr-a is drained, and still home to one: other ordinals would be given anew. */
  private void whatIsAppliedAgainFindsItsVolumes() throws Exception {
    String listed = shell.typed(DocumentedCommands.of(restore, "kubectl get wp -n demo"));
    assertEquals(
        List.of("fr-a 0 0 1", "fr-b 100000 1", "fr-c 200000 1 0"),
        listed.lines().map(String::strip).toList());
    String claims = shell.typed(DocumentedCommands.of(restore, "kubectl get pvc"));
    assertTrue(claims.contains("data-" + FR_C + "-200000"), claims);
    assertTrue(claims.lines().anyMatch(line -> line.endsWith(" fr-c")), claims);
    Set<String> before = claims();
    does("kubectl delete bw");
    operator.until(() -> db() == null && isEmpty());
    String list =
        DocumentedCommands.yaml(restore, "formerOrdinals")
            .lines()
            .dropWhile(line -> !line.contains("formerOrdinals"))
            .collect(Collectors.joining("\\n"));
    shell.typed("sed -i 's/^      serviceName: db$/&\\n" + list + "/' db.yaml");
    does("kubectl apply");
    isReadyIn("fr-b=1, fr-c=1");
    assertEquals(before, claims());
  }

  private boolean isEmpty() {
    return client.apps().statefulSets().inNamespace("demo").list().getItems().isEmpty()
        && client
            .pods()
            .inNamespace("demo")
            .withLabel("placement.bleu.cloud/workload", "db")
            .list()
            .getItems()
            .isEmpty();
  }

  private void isReadyIn(String zones) {
    operator.until(
        () -> {
          BleuWorkload db = db();
          return db != null
              && db.getStatus() != null
              && zones.equals(db.getStatus().zones())
              && Conditions.isReady(db.getStatus().conditions());
        });
  }

  private @Nullable BleuWorkload db() {
    return client.resources(BleuWorkload.class).inNamespace("demo").withName("db").get();
  }

  private Set<String> claims() {
    return client.persistentVolumeClaims().inNamespace("demo").list().getItems().stream()
        .map(HasMetadata::getMetadata)
        .map(meta -> meta.getName())
        .collect(Collectors.toSet());
  }

  private String does(String start) throws IOException, InterruptedException {
    return shell.typed(DocumentedCommands.of(page, start));
  }

  /** Types the one of several commands that begin alike that ends so. */
  private String does(String start, String end) throws IOException, InterruptedException {
    return shell.typed(
        DocumentedCommands.allOf(page, start).stream()
            .filter(command -> command.endsWith(end))
            .findFirst()
            .orElseThrow());
  }
}
