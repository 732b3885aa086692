package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNode;
import cloud.bleu.sandbox.FakeNodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The five minutes of the README, and then the how-to guides as they stand, in one cluster. */
@RealControlPlane(own = true, kinds = false)
@Tag("people")
class HowToPlaneTest {

  private static final Path README = Path.of("README.md");
  private static final List<String> ZONES = List.of("fr-a", "fr-b", "fr-c");

  @TempDir Path folder;

  private DocumentTerminal terminal;
  private Process operator;

  @BeforeEach
  void fiveMinutes(ControlPlane plane, FakeNodes nodes) throws Exception {
    ZONES.forEach(zone -> nodes.add(FakeNode.inZone(zone, zone + "-1")));
    terminal = new DocumentTerminal(plane, folder);
    does(README, "kubectl apply --server-side -f crds");
    does(README, "./bleu init");
    does(README, "kubectl apply -f estate.yaml");
    does(README, "kubectl apply -f examples/first");
    operator =
        terminal.starts(
            DocumentedCommands.of(README, "./bleu run") + " --port 0",
            folder.resolve("operator.log"));
    zones("fr-a=2, fr-b=1, fr-c=1");
    until("Ready", "True");
  }

  @AfterEach
  void end() throws InterruptedException {
    operator.destroy();
    assertTrue(operator.waitFor(60, TimeUnit.SECONDS));
  }

  @Test
  void everyGuideIsFollowedAsItStands() throws Exception {
    assertTrue(does(README, "kubectl get bw -n demo").contains("PlacedAndAvailable"));
    assertTrue(does(README, "./bleu explain").contains("4 of 4 replicas placed"));

    aZoneIsLostAndGivenBack(howTo("lose-a-zone"));
    aDrillIsRun(howTo("run-a-drill"));
    aRefusalIsReadAndMended(howTo("read-a-refusal"));
    aNamespaceIsGoverned(howTo("enforce"));
    aWaiverIsApproved(howTo("waiver"), howTo("expiring-qualification"));
    whatPeopleWroteIsRestored(howTo("back-up-and-restore"));

    does(Path.of("docs/README.md"), "kubectl explain");
    does(howTo("take-over-a-deployment"), "kubectl explain");
    Path upgrade = howTo("upgrade");
    does(upgrade, "kubectl apply --server-side -f crds");
    does(upgrade, "kubectl get bw -A");
    assertEquals("nothing changes\n", does(upgrade, "./bleu plan --diff"));
  }

  private void aZoneIsLostAndGivenBack(Path page) throws Exception {
    assertTrue(does(page, "./bleu what-if").contains("What if zone fr-a is lost"));
    does(page, "kubectl annotate az fr-a placement.bleu.cloud/incident=Lost");
    zones("fr-b=2, fr-c=2");
    until("Ready", "True");
    assertTrue(does(page, "kubectl get az fr-a").contains("Lost"));
    String shown = does(page, "kubectl get bw -n demo web");
    assertEquals(row(Files.readString(page), "web "), row(shown, "web "));

    does(page, "kubectl annotate az fr-a placement.bleu.cloud/incident-");
    DocumentTerminal.soon().until(() -> schedulable("fr-a").equals("True"));
    assertEquals("fr-b=2, fr-c=2", zones(), "it is not back for long enough");

    List<String> patches = DocumentedCommands.allOf(page, "kubectl patch az fr-a");
    assertEquals(2, patches.size(), patches.toString());
    for (String patch : patches) {
      typed(patch);
    }
    DocumentTerminal.soon().until(() -> !schedulable("fr-a").isEmpty());
  }

  private void aDrillIsRun(Path page) throws Exception {
    save(page, "name: fr-a-monthly", "drill.yaml");
    does(page, "kubectl apply -f drill.yaml");
    does(page, "./bleu drill fr-a-monthly --run");
    DocumentTerminal.soon()
        .until(() -> condition("drill fr-a-monthly", "Passed").equals("True PromisesHold"));
    assertTrue(does(page, "./bleu drill fr-a-monthly").contains("Passed"));
    assertTrue(does(page, "kubectl get drill").contains("fr-a-monthly"));
  }

  private void aRefusalIsReadAndMended(Path page) throws Exception {
    does(page, "kubectl get bw -A");
    does(page, "kubectl describe bw -n demo web");
    assertTrue(does(page, "./bleu rules CountryUnknown").contains("country"));
    does(page, "kubectl apply -f examples/policies/france-only.yaml");
    until("PolicySatisfied", "False CountryUnknown");
    assertTrue(does(page, "./bleu explain demo/web").contains("CountryUnknown"));
    until("Available", "True ReplicasReady");
    for (String zone : ZONES) {
      typed(DocumentedCommands.of(page, "kubectl patch az fr-a").replace("fr-a", zone));
    }
    until("PolicySatisfied", "True");
  }

  private void aNamespaceIsGoverned(Path page) throws Exception {
    DocumentTerminal.Ran found = terminal.typed(DocumentedCommands.of(page, "./bleu doctor"));
    assertEquals(0, found.code(), found.out() + found.err());
    for (String level : List.of("Audit", "Enforce", "-")) {
      does(
          page,
          "kubectl label ns demo placement.bleu.cloud/governed"
              + (level.equals("-") ? "-" : "=" + level));
    }
    does(page, "kubectl get sovpol");
    assertTrue(does(page, "kubectl describe sovpol demo").contains("Enforced"));
  }

  private void aWaiverIsApproved(Path page, Path expiring) throws Exception {
    typed("kubectl apply -f examples/expiry");
    save(page, "kind: SovereigntyWaiver", "late.yaml");
    does(page, "kubectl apply -f late.yaml");
    String approved = does(page, "./bleu waivers approve");
    assertTrue(approved.contains("late approved by"), approved);
    assertTrue(typed("bleu waivers").contains("archives/late"));
    does(page, "kubectl get waiver -A");
    DocumentTerminal.soon().until(() -> does(expiring, "kubectl get cprov").contains("2027-02-15"));
    does(expiring, "kubectl describe bw -n archives depot");
  }

  private void whatPeopleWroteIsRestored(Path page) throws Exception {
    does(page, "kubectl get cprov,az,sovpol,waiver,drill");
    does(page, "kubectl get bw");
    typed("kubectl delete waiver,bw -A --all");
    typed("kubectl delete drill,sovpol,az,cprov --all");
    DocumentTerminal.soon().until(() -> typed("kubectl get deploy -n demo -o name").isEmpty());
    does(page, "sed");
    does(page, "kubectl apply -f facts.yaml");
    does(page, "kubectl wait");
    does(page, "kubectl apply -f workloads.yaml");
    DocumentTerminal.soon().until(() -> !zones().isEmpty());
    until("Ready", "True");
    assertTrue(typed("kubectl get waiver -n archives late -o yaml").contains("approvedBy"));
    assertEquals("", typed("kubectl get bw -n archives depot -o jsonpath={.status.zones}"));
    typed("kubectl delete bw -n archives --all");
  }

  private static Path howTo(String name) {
    return Path.of("docs/how-to", name + ".md");
  }

  /** Types the one command of a page that begins like this. */
  private String does(Path page, String start) throws IOException, InterruptedException {
    return typed(DocumentedCommands.of(page, start));
  }

  /** Files that a page has people save are in the folder of the test. */
  private String typed(String command) throws IOException, InterruptedException {
    return terminal.does(here(command));
  }

  private String here(String command) {
    return command.replaceAll("(?<= )(\\w+\\.yaml)\\b", folder + "/$1");
  }

  private void save(Path page, String content, String name) throws IOException {
    Files.writeString(folder.resolve(name), DocumentedCommands.yaml(page, content));
  }

  /** The line of a table that begins like this, without its last column, which is an age. */
  private static List<String> row(String table, String start) {
    String row = table.lines().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
    List<String> cells = List.of(row.strip().split(" {2,}"));
    return cells.subList(0, cells.size() - 1);
  }

  private String zones() throws IOException, InterruptedException {
    return typed("kubectl get bw -n demo web -o jsonpath={.status.zones}");
  }

  private void zones(String expected) {
    DocumentTerminal.soon()
        .until(
            () -> {
              assertTrue(operator.isAlive(), Files.readString(folder.resolve("operator.log")));
              return zones().equals(expected);
            });
  }

  /** Waits until a condition of the workload begins like this, status and reason. */
  private void until(String condition, String expected) throws Exception {
    try {
      DocumentTerminal.soon()
          .until(() -> condition("bw -n demo web", condition).startsWith(expected));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          condition + " is not " + expected + "\n" + typed("kubectl get az,sovpol,bw -A -o yaml"),
          e);
    }
  }

  private String schedulable(String zone) throws IOException, InterruptedException {
    return condition("az " + zone, "Schedulable").split(" ")[0];
  }

  private String condition(String object, String type) throws IOException, InterruptedException {
    String of = "{.status.conditions[?(@.type==\"" + type + "\")]";
    return typed("kubectl get " + object + " -o jsonpath='" + of + ".status} " + of + ".reason}'");
  }
}
