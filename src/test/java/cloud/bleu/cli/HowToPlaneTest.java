package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.ConditionedStatus;
import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNode;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guide to install, the five minutes of the README, and then the how-to guides, as they stand
 * and each by its name, in one cluster, with one operator. Each begins with what those before it
 * have left; one that fails does not hide what comes after it. A wait asks the API server: what
 * people type is a process, and typed once.
 */
@RealControlPlane(own = true, kinds = false, oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("people")
class HowToPlaneTest {

  private static final Path README = Path.of("README.md");
  private static final List<String> ZONES = List.of("fr-a", "fr-b", "fr-c");
  private static final String ALL =
      "kubectl get ns,no,po,pc,deploy,cprov,az,sovpol,bw,wp -A -o yaml";

  @TempDir static Path folder;

  private @Nullable DocumentedOperator operator;
  private boolean isPlaced;
  private DocumentTerminal terminal;
  private KubernetesClient client;

  @BeforeEach
  void terminal(ControlPlane plane, KubernetesClient client) throws IOException {
    this.client = client;
    terminal = new DocumentTerminal(plane, folder);
  }

  @AfterAll
  void stop() throws InterruptedException {
    if (operator != null) {
      operator.close();
    }
  }

  @Test
  @Order(1)
  void install() throws Exception {
    new InstallGuide(terminal, folder, client).isFollowed();
  }

  @Test
  @Order(2)
  void fiveMinutesOfTheReadme(FakeNodes nodes) throws Exception {
    terminal.awaitNothing(client);
    theKindsAndADraftAreThere(nodes);
    operator = new DocumentedOperator(terminal, folder);
    zones("fr-a=2, fr-b=1, fr-c=1");
    until("Ready", "True");
    assertTrue(does(README, "kubectl get bw -n demo").contains("PlacedAndAvailable"));
    assertTrue(does(README, "./bleu explain").contains("4 of 4 replicas placed"));
    isPlaced = true;
  }

  /** The draft is taken as it is, by the API server and by plan. */
  private void theKindsAndADraftAreThere(FakeNodes nodes) throws Exception {
    ZONES.forEach(zone -> nodes.add(FakeNode.inZone(zone, zone + "-1")));
    does(README, "kubectl apply --server-side -f crds");
    terminal.served(client);
    does(README, "./bleu init");
    assertTrue(
        typed("kubectl apply --dry-run=server -f estate.yaml").contains("fr-a created"),
        "as it is");
    assertEquals(
        ExitCode.OK, terminal.typed("bleu plan -f " + folder.resolve("estate.yaml")).code());
    does(README, "kubectl apply -f estate.yaml");
    does(README, "kubectl apply -f examples/first");
  }

  @Test
  @Order(3)
  void runAWorkload() throws Exception {
    Path page = howTo("run-a-workload");
    does(page, "kubectl get nodes,pods,wp");
    assertTrue(does(page, "./bleu plan").contains("1 of 1 workloads placed"));
    save(page, "kind: Service", "service.yaml");
    does(page, "kubectl apply -f service.yaml");
    assertTrue(does(page, "kubectl get pods").contains("web-fr-b"));
    does(page, "kubectl scale");
    operator().until(() -> readyReplicas() == 6);
    save(page, "kind: HorizontalPodAutoscaler", "autoscaler.yaml");
    does(page, "kubectl apply -f autoscaler.yaml");
    does(page, "kubectl patch bw web -n demo --type=json");
    until("Ready", "False");
    does(page, "kubectl wait bw/web");
    assertTrue(typed("kubectl get deploy -n demo -o yaml").contains("pause:3.9"));
    does(page, "kubectl apply -f examples/first");
    does(page, "kubectl patch bw web -n demo --type=merge");
    until("Ready", "False");
    does(page, "kubectl wait bw/web");
    assertEquals(
        3,
        typed("kubectl get deploy -n demo -o yaml").split("restartedAt: ", -1).length - 1,
        "each zone has it");
    typed("kubectl delete hpa,svc web -n demo");
    does(page, "kubectl delete bw");
    does(README, "kubectl apply -f examples/first");
    zones("fr-a=2, fr-b=1, fr-c=1");
    until("Ready", "True");
  }

  /** Without a process of its own, which takes a second to start. */
  /** What is planned of files and of the export of the cluster is what the cluster does. */
  private void theRepositoryDoesNotKnowOfTheLoss() throws Exception {
    Path page = howTo("gitops");
    does(page, "kubectl get az,waiver");
    String plan =
        DocumentedCommands.of(page, "./bleu plan -f estate")
            .replace("-f estate -f workloads -f waivers", "-f estate.yaml -f examples/first");
    assertEquals("nothing changes\n", typed(plan));
  }

  private static Typed within(String arguments) {
    return Typed.bleu(arguments.split(" ", -1));
  }

  @Test
  @Order(4)
  void loseAZone() throws Exception {
    Path page = howTo("lose-a-zone");
    assertTrue(does(page, "./bleu what-if").contains("What if zone fr-a is lost"));
    does(page, "kubectl annotate az fr-a placement.bleu.cloud/incident=Lost");
    zones("fr-b=2, fr-c=2");
    until("Ready", "True");
    assertTrue(does(page, "kubectl get az fr-a").contains("Lost"));
    theRepositoryDoesNotKnowOfTheLoss();
    String shown = does(page, "kubectl get bw -n demo web");
    assertEquals(row(Files.readString(page), "web "), row(shown, "web "));

    does(page, "kubectl annotate az fr-a placement.bleu.cloud/incident-");
    operator().until(() -> schedulable("fr-a").equals("True"));
    assertEquals("fr-b=2, fr-c=2", zones(), "it is not back for long enough");

    List<String> patches = DocumentedCommands.allOf(page, "kubectl patch az fr-a");
    assertEquals(2, patches.size(), patches.toString());
    for (String patch : patches) {
      typed(patch);
    }
    operator().until(() -> !schedulable("fr-a").isEmpty());
  }

  @Test
  @Order(5)
  void runADrill() throws Exception {
    Path page = howTo("run-a-drill");
    save(page, "name: fr-a-monthly", "drill.yaml");
    does(page, "kubectl apply -f drill.yaml");
    does(page, "./bleu drill fr-a-monthly --run");
    operator().until(() -> passed("fr-a-monthly").equals("True PromisesHold"));
    assertTrue(does(page, "./bleu drill fr-a-monthly").contains("Passed"));
    assertTrue(does(page, "kubectl get drill").contains("fr-a-monthly"));
  }

  @Test
  @Order(6)
  void readARefusal() throws Exception {
    Path page = howTo("read-a-refusal");
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

  @Test
  @Order(7)
  void enforce() throws Exception {
    Path page = howTo("enforce");
    DocumentTerminal.Ran found = terminal.typed(DocumentedCommands.of(page, "./bleu doctor"));
    assertEquals(0, found.code(), found.out() + found.err());
    for (String level : List.of("Audit", "Enforce", "-")) {
      does(
          page,
          "kubectl label ns demo placement.bleu.cloud/governed"
              + (level.equals("-") ? "-" : "=" + level));
    }
    Path policy = howTo("write-a-policy");
    save(policy, "kind: SovereigntyPolicy", "policy.yaml");
    does(policy, "kubectl apply -f policy.yaml");
    typed("kubectl delete sovpol health-data");
    does(page, "kubectl get sovpol");
    assertTrue(does(page, "kubectl describe sovpol demo").contains("Enforced"));
    does(page, "kubectl apply -f examples/limits/use-vital.yaml");
    does(page, "kubectl create rolebinding use-vital");
    assertTrue(does(page, "kubectl auth can-i use").contains("yes"));
    typed("kubectl delete clusterrole use-vital");
    does(page, "kubectl annotate ns demo");
    typed("kubectl annotate ns demo placement.bleu.cloud/data-classes-");
  }

  @Test
  @Order(8)
  void waiver() throws Exception {
    Path page = howTo("waiver");
    Path expiring = howTo("expiring-qualification");
    typed("kubectl apply -f examples/expiry");
    save(page, "kind: SovereigntyWaiver", "late.yaml");
    does(page, "kubectl apply -f late.yaml");
    // Who approves has read what is there: until then the operator writes what it found.
    operator().until(() -> isAnswered("late"));
    String approved = does(page, "./bleu waivers approve");
    assertTrue(approved.contains("late approved by"), approved);
    assertTrue(typed("bleu waivers").contains("archives/late"));
    does(page, "kubectl get waiver -A");
    operator().until(() -> somethingExpiresOn("2027-02-15"));
    assertTrue(does(expiring, "kubectl get cprov").contains("2027-02-15"));
    does(expiring, "kubectl describe bw -n archives depot");
  }

  @Test
  @Order(9)
  void backUpAndRestore() throws Exception {
    Path page = howTo("back-up-and-restore");
    typed("kubectl create ns bleu-system");
    typed("kubectl create secret generic bleu-evidence-key -n bleu-system --from-literal=a=b");
    typed("kubectl create deployment named --image=none --replicas=0 -n bleu-system");
    typed("kubectl annotate ns bleu-system example.com/kept=yes");
    for (String kept :
        List.of("ns", "pc", "secret", "cprov,az,sovpol,waiver,drill", "deploy", "bw", "wp -A")) {
      does(page, "kubectl get " + kept);
    }
    assertFalse(Files.readString(folder.resolve("deployments.yaml")).contains("namespace: demo"));
    typed("kubectl delete ns bleu-system");
    typed("kubectl delete waiver,bw -A --all");
    typed("kubectl delete drill,sovpol,az,cprov --all");
    operator()
        .until(() -> client.apps().deployments().inNamespace("demo").list().getItems().isEmpty());
    does(page, "sed");
    for (String kept : List.of("priorities", "namespaces", "secrets", "facts")) {
      does(page, "kubectl apply -f " + kept);
    }
    does(page, "kubectl wait");
    does(page, "kubectl apply -f deployments.yaml");
    does(page, "kubectl apply -f workloads.yaml");
    assertTrue(typed("kubectl get ns bleu-system -o yaml").contains("example.com/kept"));
    typed("kubectl get secret bleu-evidence-key -n bleu-system");
    typed("kubectl get deploy named -n bleu-system");
    typed("kubectl delete ns bleu-system --wait=false");
    operator().until(() -> !zones().isEmpty());
    until("Ready", "True");
    assertTrue(typed("kubectl get waiver -n archives late -o yaml").contains("approvedBy"));
    assertEquals("", typed("kubectl get bw -n archives depot -o jsonpath={.status.zones}"));
    typed("kubectl delete bw -n archives --all");
  }

  @Test
  @Order(10)
  void upgrade() throws Exception {
    Path page = howTo("upgrade");
    does(Path.of("docs/README.md"), "kubectl explain");
    does(howTo("take-over-a-deployment"), "kubectl explain");
    does(page, "kubectl apply --server-side -f crds");
    does(page, "kubectl get bw -A");
    assertEquals("nothing changes\n", does(page, "./bleu plan --diff"));
    assertEquals("", does(page, "kubectl get decisionledger"), "all is written");
  }

  /** It begins where the README ends. */
  @Test
  @Order(11)
  void runAStatefulSet() throws Exception {
    Path page = howTo("run-a-statefulset");
    onlyTheDraftDecides();
    does(README, "kubectl apply -f examples/first");
    save(page, "name: db", "db.yaml");
    new StatefulGuide(page, howTo("back-up-and-restore"), this::typed, operator(), client)
        .isFollowed();
  }

  /** And the migration of a shop, in a cluster where nothing is left but the draft. */
  @Test
  @Order(12)
  void takeOverADeployment(FakeNodes nodes) throws Exception {
    nothingIsLeftButTheDraft();
    new TakeOver(terminal, operator(), folder, client).isDoneAndGivenBack(nodes);
  }

  /** What the guides before have left selects and weighs what comes next. */
  private void nothingIsLeftButTheDraft() throws Exception {
    onlyTheDraftDecides();
    typed("kubectl delete ns demo archives --wait=false");
  }

  private void onlyTheDraftDecides() throws Exception {
    typed("kubectl delete waiver,bw -A --all");
    typed("kubectl delete drill,sovpol,az,cprov --all");
    does(README, "kubectl apply -f estate.yaml");
  }

  /** What runs there is that of the guides, and nobody changes it any more. */
  @Test
  @Order(13)
  void aClusterIsAnsweredAsItsExport() throws Exception {
    stop();
    Path export = folder.resolve("export.yaml");
    Files.writeString(export, typed(ALL));
    String here = " --kubeconfig " + terminal.kubeconfig() + " --context bleu";
    for (String verb :
        List.of("plan -o json", "plan --diff", "explain orders -o yaml", "init", "explain x")) {
      Typed ofExport = within(verb + " -f " + export);
      Typed ofCluster = within(verb + here);
      // A command that is named there has the options of its own input.
      assertEquals(
          withoutInput(ofExport, " -f " + export),
          withoutInput(ofCluster, " --context bleu --kubeconfig " + terminal.kubeconfig()),
          verb);
    }
    assertEquals("nothing changes\n", typed("bleu plan --diff"));
    typed("kubectl delete -f examples/migration --ignore-not-found --wait=false");
    typed("kubectl delete ns boutique --wait=false");
    typed("bleu release");
    typed("kubectl delete crds --all --wait=false");
  }

  private static Typed withoutInput(Typed typed, String input) {
    return new Typed(typed.code(), typed.out(), typed.err().replace(input, ""));
  }

  /** A guide, which begins where the README ends. */
  private Path howTo(String name) {
    assertTrue(isPlaced, "the README did not come to its end: see how that failed");
    return Path.of("docs/how-to", name + ".md");
  }

  /** Types the one command of a page that begins like this. */
  private String does(Path page, String start) throws IOException, InterruptedException {
    return typed(DocumentedCommands.of(page, start));
  }

  private DocumentedOperator operator() {
    return Objects.requireNonNull(operator, "the README did not come to its operator");
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

  /** Of the workload of the README. */
  private String zones() {
    BleuWorkload web = web();
    return web.getStatus() == null || web.getStatus().zones() == null
        ? ""
        : web.getStatus().zones();
  }

  private int readyReplicas() {
    BleuWorkload web = web();
    return web.getStatus() == null || web.getStatus().readyReplicas() == null
        ? 0
        : web.getStatus().readyReplicas();
  }

  private void zones(String expected) {
    operator().until(() -> zones().equals(expected));
  }

  /** Waits until a condition of the workload begins like this, status and reason. */
  private void until(String condition, String expected) throws Exception {
    try {
      operator().until(() -> condition(web().getStatus(), condition).startsWith(expected));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          condition + " is not " + expected + "\n" + typed("kubectl get az,sovpol,bw -A -o yaml"),
          e);
    }
  }

  private BleuWorkload web() {
    return client.resources(BleuWorkload.class).inNamespace("demo").withName("web").get();
  }

  private String schedulable(String zone) {
    return condition(
            client.resources(AvailabilityZone.class).withName(zone).get().getStatus(),
            "Schedulable")
        .split(" ")[0];
  }

  private String passed(String drill) {
    return condition(
        client.resources(ResilienceDrill.class).withName(drill).get().getStatus(), "Passed");
  }

  /** Whether a provider says so. */
  private boolean somethingExpiresOn(String day) {
    return client.resources(CloudProvider.class).list().getItems().stream()
        .anyMatch(p -> p.getStatus() != null && day.equals(p.getStatus().nextExpiry()));
  }

  private boolean isAnswered(String waiver) {
    SovereigntyWaiver it =
        client.resources(SovereigntyWaiver.class).inNamespace("archives").withName(waiver).get();
    return it.getStatus() != null
        && Objects.equals(it.getStatus().observedGeneration(), it.getMetadata().getGeneration());
  }

  /** Its status and its reason; "" where it is not there. */
  private static String condition(@Nullable ConditionedStatus status, String type) {
    Condition found = status == null ? null : Conditions.find(status.conditions(), type);
    return found == null ? "" : found.getStatus() + " " + found.getReason();
  }
}
