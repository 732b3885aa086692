package cloud.bleu.operator;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.chart.Helm;
import cloud.bleu.cli.doctor.Inspection;
import cloud.bleu.cli.doctor.MigrationFindings;
import cloud.bleu.controlplane.AdmissionPolicies;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.UnlockedEdit;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.ControlPlaneBinaries.Program;
import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplate;
import io.fabric8.kubernetes.api.model.PodTemplateBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever writes workloads takes nothing over before its wave, where a plan refuses that. */
@RealControlPlane
class WaveAdmissionPlaneTest {

  private static final String OVERRIDE = "placement.bleu.cloud/wave-override";

  @TempDir private Path folder;
  private KubernetesClient admin;
  private List<HasMetadata> policies = List.of();

  /** More names than any list for people has. */
  private static final String MANY =
      IntStream.range(0, 4000).mapToObj(i -> "customer-service-" + i + ", ").collect(joining());

  /** A case: the gate, the status, the workload, and what the refusal says; empty: none. */
  private record Try(String gate, String status, String workload, String says) {}

  /**
   * The API server reads plans by a watch of its own, one for all policies of that kind. This one
   * takes the PodTemplate only once the watch has told of the plan as it stands.
   */
  private static final String READER =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: plan-is-read.example}
      spec:
        failurePolicy: Fail
        paramKind: {apiVersion: placement.bleu.cloud/v1alpha1, kind: MigrationPlan}
        matchConstraints:
          resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [podtemplates]}]
        validations:
        - expression: "params.metadata.resourceVersion == object.metadata.labels.version"
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicyBinding
      metadata: {name: plan-is-read.example}
      spec:
        policyName: plan-is-read.example
        validationActions: [Deny]
        paramRef: {selector: {}, parameterNotFoundAction: Deny}
      """;

  @AfterEach
  void end() {
    admin.resources(BleuWorkload.class).delete();
    admin.resources(MigrationPlan.class).delete();
    policies.forEach(p -> admin.resource(p).delete());
    AdmissionPolicies.taken(admin);
  }

  @Test
  void nothingMovesBeforeItsWave(ControlPlane plane, KubernetesClient client)
      throws IOException, InterruptedException {
    admin = client;
    policies =
        Helm.offline(folder).objectsOf(OperatorAccount.RELEASE).stream()
            .filter(o -> o.getKind().contains("AdmissionPolicy"))
            .filter(o -> o.getMetadata().getName().matches("((audit\\.)?waves|overrides)\\..*"))
            .toList();
    assertEquals(6, policies.size());
    policies = new ArrayList<>(policies);
    admin
        .load(new ByteArrayInputStream(READER.getBytes(StandardCharsets.UTF_8)))
        .items()
        .forEach(policies::add);
    plan("Refuse", "", false);
    assertEquals(
        "GateNotKept", MigrationFindings.in(admin, client.getNamespace()).findings().get(0).code());
    policies.forEach(p -> admin.resource(p).serverSideApply());
    AdmissionPolicies.taken(admin);

    String clear = status("true", "Ready", "Waiting", "");
    String blocked =
        status(
            "false",
            "Blocked",
            "Waiting",
            "{kind: Look, workload: Deployment NS/prices, message: somebody looks},"
                + " {kind: Blocks, workload: Deployment NS/other, message: of another one},"
                + " {kind: Blocks, workload: Deployment NS/prices, message: ArchNotThere arm64}");
    String web = "{workload: {deploymentRef: {name: web}}}";
    String prices = "{workload: {deploymentRef: {name: prices}}}";
    String pods = "{workload: {pods: {selector: {matchLabels: {a: b}}, requests: {cpu: 1}}}}";
    String notRead = "MigrationPlan shop was not read lately";
    String late = "Deployment NS/web is of wave 2 of MigrationPlan shop, which may not go yet (W";
    List<Try> tries =
        List.of(
            new Try("Refuse", clear, "any: " + prices, ""),
            new Try("Refuse", clear, "any: " + web, late),
            new Try("Refuse", clear, "queue: " + pods, "StatefulSet NS/queue is of wave 2"),
            new Try("Refuse", clear, "queue-statefulset: " + pods, "StatefulSet NS/queue is of"),
            new Try("Refuse", clear, "side: " + pods, ""),
            new Try("Refuse", clear, "web: {workload: {deploymentRef: {name: side}}}", ""),
            new Try("Refuse", clear.replace("false", "true"), "any: " + web, ""),
            new Try(
                "Refuse",
                clear,
                "x: {workload: {deploymentRef: {name: customer-service-3999}}}",
                "-3999 is of wave 2"),
            new Try("Ignore", clear, "any: " + web, ""),
            new Try("Warn", clear, "any: " + web, ""),
            new Try("Refuse", blocked, "any: " + prices, "go yet (Blocked): ArchNotThere arm64;"),
            new Try("Refuse", status("false", "Ready", "Waiting", ""), "any: " + prices, "(Ready)"),
            new Try("Refuse", "observedGeneration: GENERATION, readAt: NOW", "any: " + web, ""),
            new Try(
                "Refuse",
                clear.replace("turns:", "waves:").replaceFirst("waves: .*", "waves: []"),
                "side: " + pods,
                notRead),
            new Try("Refuse", clear + ", moreTurns: 1", "side: " + pods, "does not list NS/side"),
            new Try("Refuse", clear + ", moreTurns: 1", "any: " + prices, ""),
            new Try("Refuse", clear + ", moreTurns: 1", "any: " + web, late),
            new Try("Refuse", clear.replace("NOW", "LONG_AGO"), "any: " + prices, notRead),
            new Try(
                "Refuse", clear.replace("LATER", "OVER"), "any: " + prices, "a day that is over"),
            new Try("Refuse", clear.replace("LATER", "OVER"), "any: " + web, late),
            new Try("Refuse", clear.replace("LATER", "OVER"), "side: " + pods, ""),
            new Try(
                "Refuse",
                clear.replace(" turnsUntil: LATER,", ""),
                "any: " + prices,
                "a day that is over"),
            new Try("Refuse", clear.replace("GENERATION", "9"), "any: " + prices, notRead),
            new Try("Refuse", "", "any: " + prices, notRead),
            new Try("Ignore", "", "any: " + prices, ""));
    try (KubernetesClient user = OrdinaryUser.of(plane, admin, "mover", client.getNamespace());
        KubernetesClient boss =
            OrdinaryUser.with("override", plane, admin, "boss", client.getNamespace())) {
      List<String> wrong = new ArrayList<>();
      for (Try one : tries) {
        plan(one.gate(), one.status());
        String said = said(user, one.workload(), "");
        String expected = one.says().replace("NS", client.getNamespace());
        if (expected.isEmpty() ? !said.isEmpty() : !said.contains(expected)) {
          wrong.add((one + "").replace(MANY, "") + "\n  " + said);
        }
      }
      assertEquals(List.of(), wrong);

      // It takes a reason, and the verb.
      plan("Refuse", clear);
      Inspection kept = new Inspection(List.of(), null);
      assertEquals(kept, MigrationFindings.in(admin, client.getNamespace()));
      try (KubernetesClient reader = reader(plane)) {
        assertEquals(kept, MigrationFindings.in(reader, client.getNamespace()));
      }
      Inspection half = MigrationFindings.in(user, client.getNamespace());
      assertEquals(List.of(), half.findings());
      assertTrue(half.notSeen().contains("may not list validatingadmissionpolicies"));
      assertTrue(said(user, "any: " + web, "tests passed").contains("verb override"));
      assertTrue(said(boss, "any: " + web, "").contains("may not go yet"));
      assertEquals("", said(boss, "any: " + web, "tests passed"));

      theOverrideIsOfWhoMayGiveIt(user, boss, pods);

      plan("Warn", clear);
      Path draft = folder.resolve("web.yaml");
      Files.writeString(draft, Serialization.asYaml(workload("any: " + web, "")));
      String warned = kubectl(plane, "create --dry-run=server -f " + draft);
      assertTrue(warned.contains("Warning: ") && warned.contains("may not go yet"), warned);
    }
  }

  /** Somebody with the role for people who read. */
  private KubernetesClient reader(ControlPlane plane) {
    Helm.offline(folder).objectsOf(OperatorAccount.RELEASE).stream()
        .filter(o -> o.getKind().equals("ClusterRole"))
        .filter(o -> o.getMetadata().getName().equals("bleu-reader"))
        .forEach(role -> admin.resource(role).serverSideApply());
    HasMetadata binding =
        Serialization.unmarshal(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: wave-reader}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: bleu-reader}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: wave-reader}]
            """);
    admin.resource(binding).serverSideApply();
    Config config = Config.fromKubeconfig(plane.adminKubeconfig());
    config.setImpersonateUsername("wave-reader");
    KubernetesClient reader = SandboxClients.of(config);
    await("the server knows what the role may")
        .atMost(Scene.SOON)
        .pollInterval(Duration.ofMillis(20))
        .ignoreException(KubernetesClientException.class)
        .until(() -> !reader.resources(MigrationPlan.class).list().getItems().isEmpty());
    return reader;
  }

  /** Once it is there, nobody else sets it, changes it or removes it; the rest of it is hers. */
  private void theOverrideIsOfWhoMayGiveIt(
      KubernetesClient user, KubernetesClient boss, String pods) {
    plan("Ignore", "");
    boss.resource(workload("any: " + pods, "tests passed")).create();
    List<String> said = new ArrayList<>();
    said.add(edited(user, a -> a.put("note", "x")));
    said.add(edited(user, a -> a.remove(OVERRIDE)));
    said.add(edited(user, a -> a.put(OVERRIDE, "mine")));
    said.add(edited(boss, a -> a.put(OVERRIDE, "tests passed again")));
    said.add(edited(boss, a -> a.remove(OVERRIDE)));
    said.add(edited(user, a -> a.put("note", "y")));
    said.add(edited(user, a -> a.put(OVERRIDE, "mine")));
    said.add(edited(boss, a -> a.put(OVERRIDE, "hers")));
    String no = "the verb override on migrationplans";
    assertEquals(List.of("", no, no, "", "", "", no, ""), said);
    admin.resources(BleuWorkload.class).delete();
  }

  /** What the refusal of another edition of the workload says, in short; empty: it is taken. */
  private static String edited(KubernetesClient by, Consumer<Map<String, String>> edit) {
    try {
      UnlockedEdit.of(
          by.resources(BleuWorkload.class).withName("any"),
          w -> {
            edit.accept(w.getMetadata().getAnnotations());
            return w;
          });
      return "";
    } catch (KubernetesClientException e) {
      String says = String.valueOf(e.getMessage());
      String no = "the verb override on migrationplans";
      return says.contains(no) ? no : says;
    }
  }

  /** What is open, the state of the second wave, and what is in the way. */
  private static String status(String open, String first, String second, String obstacles) {
    return """
        observedGeneration: GENERATION, readAt: NOW, turnsUntil: LATER,
        next: {wave: 1, obstacles: [%s]},
        turns: [{wave: 1, state: %s, open: %s, namespace: NS, kind: Deployment, names: [prices]}, {wave: 2, state: %s, open: false, namespace: NS, kind: Deployment, names: [MANYweb]}, {wave: 2, state: %4$s, open: false, namespace: NS, kind: StatefulSet, names: [queue]}, {wave: 1, state: %2$s, open: true, namespace: other, kind: Deployment, names: [web, side]}]"""
        .formatted(obstacles, first, open, second)
        .replace("MANY", MANY);
  }

  /** The plan as the operator would leave it. */
  private void plan(String gate, String status) {
    plan(gate, status, true);
  }

  /**
   * @param isRead whether to wait until the API server has read it
   */
  private void plan(String gate, String status, boolean isRead) {
    admin.resources(MigrationPlan.class).delete();
    String yaml =
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: MigrationPlan
        metadata: {name: shop}
        spec: {target: acme, namespaces: [NS], gate: %s}
        """
            .formatted(gate)
            .replace("NS", admin.getNamespace());
    MigrationPlan created =
        admin.resource(Serialization.unmarshal(yaml, MigrationPlan.class)).create();
    if (!status.isEmpty()) {
      Instant now = Instant.now();
      MigrationPlan read =
          Serialization.unmarshal(
              yaml
                  + ("status: {" + status + "}")
                      .replace("NS", admin.getNamespace())
                      .replace("GENERATION", created.getMetadata().getGeneration().toString())
                      .replace("NOW", "'" + now + "'")
                      .replace("OVER", "'" + now.minus(Duration.ofMinutes(1)) + "'")
                      .replace("LATER", "'" + now.plus(Duration.ofHours(1)) + "'")
                      .replace("LONG_AGO", "'" + now.minus(Duration.ofHours(3)) + "'"),
              MigrationPlan.class);
      read.getMetadata().setResourceVersion(created.getMetadata().getResourceVersion());
      created = admin.resource(read).updateStatus();
    }
    if (!isRead) {
      return;
    }
    PodTemplate probe =
        new PodTemplateBuilder()
            .withNewMetadata()
            .withName("plan-is-read")
            .addToLabels("version", created.getMetadata().getResourceVersion())
            .endMetadata()
            .withNewTemplate()
            .withNewSpec()
            .addNewContainer()
            .withName("none")
            .withImage("none")
            .endContainer()
            .endSpec()
            .endTemplate()
            .build();
    await("the API server has read the plan")
        .atMost(Scene.SOON)
        .pollInterval(Duration.ofMillis(20))
        .ignoreException(KubernetesClientException.class)
        .until(() -> admin.resource(probe).dryRun().create() != null);
  }

  private static BleuWorkload workload(String named, String reason) {
    int at = named.indexOf(": ");
    BleuWorkload workload =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: BleuWorkload
            metadata: {name: %s, annotations: {%s: "%s"}}
            spec: %s
            """
                .formatted(
                    named.substring(0, at),
                    OVERRIDE,
                    reason,
                    named.substring(at + 2).replaceFirst("\\{", "{dataClasses: [Ordinary], ")),
            BleuWorkload.class);
    return workload;
  }

  /** What the refusal says; empty where it is taken. */
  private String said(KubernetesClient by, String named, String reason) {
    try {
      by.resource(workload(named, reason)).create();
      admin.resources(BleuWorkload.class).delete();
      return "";
    } catch (KubernetesClientException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private String kubectl(ControlPlane plane, String typed)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(plane.binaries().path(Program.KUBECTL).toString());
    command.add("--kubeconfig=" + plane.kubeconfigFile(plane.adminKubeconfig()));
    command.addAll(List.of("-n", admin.getNamespace()));
    command.addAll(List.of(typed.split(" ")));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), told);
    return told;
  }
}
