package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.AdmissionPolicies;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.operator.Operator;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.Scene;
import cloud.bleu.sandbox.FakeNode;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.Fleet;
import cloud.bleu.sandbox.FleetMember;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster is added, its credential renewed, and it is removed, by the commands of the guide. The
 * guide calls the member {@code fc-1} and the namespace {@code demo}; all else is typed as it
 * stands.
 */
public abstract class AddClusterLife {

  private static final Path GUIDE = Path.of("docs/how-to/add-a-cluster.md");
  private static final Path UNINSTALL = Path.of("docs/how-to/uninstall.md");

  @TempDir Path folder;

  private KubernetesClient operatorClient;
  private OperatorAccount account;
  private FleetMember member;
  private String namespace;
  private String home;
  private Scene scene;
  private Operator operator;
  private DocumentTerminal terminal;

  @BeforeEach
  void start(
      KubernetesClient client,
      FakeNodes nodes,
      Fleet fleet,
      OperatorAccount operatorAccount,
      TestNamespace test)
      throws IOException {
    account = operatorAccount;
    namespace = test.name();
    member = fleet.members().get(0);
    for (int i = 1; i <= 2; i++) {
      member
          .nodes()
          .add(
              FakeNode.inZone("fc-1", "fc-1-" + i)
                  .withCapacity("cpu", "4")
                  .withCapacity("memory", "16Gi"));
    }
    home = client.namespaces().withName("kube-system").get().getMetadata().getUid();
    scene = new Scene(client, nodes);
    scene.provider("bleu").zone("bleu", "hub-a");
    terminal = new DocumentTerminal(fleet.hub(), fleet.kubeconfig(), folder);
    operatorClient = account.client();
    run();
  }

  @AfterEach
  void stop() throws Exception {
    operator.close();
    operatorClient.close();
    terminal.typed("kubectl delete secret fc-1 -n bleu-system --ignore-not-found");
    // As the guide ends, where it did not come to its end.
    if (member.client().namespaces().withName("bleu-member").get() != null) {
      terminal.typed(here(DocumentedCommands.of(GUIDE, "helm uninstall bleu")));
      terminal.typed(here(DocumentedCommands.of(GUIDE, "kubectl --context fc-1 delete -f")));
    }
    // The chart keeps it.
    member
        .client()
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName("placementgates.placement.bleu.cloud")
        .delete();
  }

  private void run() {
    operator = OperatorUnderTest.of(operatorClient, account.namespace());
    operator.start();
  }

  @Test
  void theGuideIsFollowedAsItStands() throws Exception {
    aClusterIsAdded();
    scene.workload("web", 2, "{tolerate: [{of: Site, keep: 1}]}");
    scene.awaitReady("web");
    assertEquals(new TreeMap<>(Map.of("fc-1", 1, "hub-a", 1)), scene.assigned("web"));
    assertTrue(does(GUIDE, "kubectl get bw -A -o jsonpath").contains(namespace + "/web"));

    does(
        GUIDE,
        "kubectl create secret generic fc-1 -n bleu-system --from-file=kubeconfig="
            + "fc-1.kubeconfig --dry-run=client");
    whatStandsInItIsTakenOutByHand();

    does(GUIDE, "kubectl patch az fc-1 --type merge -p '{\"spec\":{\"state\":\"Drained\"}}'");
    scene.until(
        "nothing is held for the member",
        () ->
            scene.workload("web").getMetadata().getFinalizers().stream()
                .noneMatch(name -> name.endsWith("elsewhere.placement.bleu.cloud/fc-1")));
    assertEquals("", typed(GUIDE, "kubectl get bw -A -o jsonpath").out());
    assertEquals(new TreeMap<>(Map.of("hub-a", 2)), scene.assigned("web"));
    assertEquals("", inMember("kubectl get deploy -o name"));
    does(GUIDE, "helm uninstall bleu");
    does(GUIDE, "kubectl annotate az fc-1");
    does(GUIDE, "kubectl delete az");
    does(GUIDE, "kubectl delete secret");
    does(GUIDE, "kubectl --context fc-1 delete -f");
  }

  private void aClusterIsAdded() throws Exception {
    does(GUIDE, "kubectl --context fc-1 apply");
    does(GUIDE, "kubectl --context fc-1 get cm");
    does(GUIDE, "kubectl config set-cluster");
    does(GUIDE, "kubectl config set-credentials");
    does(GUIDE, "kubectl config set-context");
    does(GUIDE, "kubectl config use-context");
    assertTrue(does(GUIDE, "kubectl --kubeconfig fc-1.kubeconfig get").contains("kube-system"));
    does(
        GUIDE,
        "kubectl create secret generic fc-1 -n bleu-system --from-file=kubeconfig="
            + "fc-1.kubeconfig");
    assertEquals(home, does(GUIDE, "kubectl get ns kube-system"));
    does(GUIDE, "kubectl --context fc-1 create ns");
    does(GUIDE, "kubectl --context fc-1 label ns demo placement.bleu.cloud/home");
    Files.writeString(
        folder.resolve("fc-1.yaml"), DocumentedCommands.yaml(GUIDE, "kind: AvailabilityZone"));
    does(GUIDE, "kubectl apply -f fc-1.yaml");
    does(GUIDE, "kubectl wait --for=condition=TargetReachable");
    assertTrue(does(GUIDE, "kubectl get az fc-1").contains("its API server answers"));
    theDecisionsAreKeptThere();
    terminal.does(
        here("kubectl --context fc-1 apply --dry-run=server -f examples/members/token.yaml"));
  }

  private void theDecisionsAreKeptThere() throws Exception {
    assertTrue(
        terminal
            .does(
                here(
                    DocumentedCommands.of(GUIDE, "helm install")
                        + " --set "
                        + AdmissionPolicies.CONTROLLERS))
            .contains("No operator\nruns here"));
    does(GUIDE, "kubectl wait --for=condition=EnforcedElsewhere");
    does(GUIDE, "kubectl --context fc-1 label ns demo placement.bleu.cloud/governed=Enforce");
  }

  /** Without an operator, as after an uninstall; one that starts again takes it up again. */
  private void whatStandsInItIsTakenOutByHand() throws Exception {
    operator.close();
    assertTrue(does(GUIDE, "kubectl get bw -A -o yaml").contains("web replaced"));
    assertEquals("", typed(GUIDE, "kubectl get bw -A -o jsonpath").out());
    assertEquals(home, does(UNINSTALL, "kubectl get ns kube-system"));
    String deleted = does(UNINSTALL, "kubectl --context fc-1 delete");
    assertTrue(deleted.contains("deployment.apps"), deleted);
    assertEquals("", inMember("kubectl get deploy,pdb,netpol -o name"));
    run();
    scene.until(
        "it stands there again",
        () ->
            !member
                .client()
                .apps()
                .deployments()
                .inNamespace(namespace)
                .list()
                .getItems()
                .isEmpty());
    scene.awaitReady("web");
  }

  private String inMember(String command) throws Exception {
    return terminal.does(command + " -n " + namespace + " --context " + member.name());
  }

  /** Types the one command of a page that begins like this. */
  private String does(Path page, String start) throws Exception {
    return terminal.does(here(DocumentedCommands.of(page, start)));
  }

  private DocumentTerminal.Ran typed(Path page, String start) throws Exception {
    return terminal.typed(here(DocumentedCommands.of(page, start)));
  }

  private String here(String command) {
    return command
        .replace("--context fc-1", "--context " + member.name())
        .replace("--kube-context fc-1", "--kube-context " + member.name())
        .replaceAll("\\bfc-1\\.(crt|kubeconfig|yaml)\\b", folder + "/fc-1.$1")
        .replace("https://API-SERVER:6443", member.plane().url().toString())
        .replaceAll(" demo\\b", " " + namespace)
        .replaceAll("\\bUID\\b", home);
  }
}
