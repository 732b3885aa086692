package cloud.bleu.chart;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.RealControlPlane;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaSpec;
import io.fabric8.kubernetes.api.model.ScopedResourceSelectorRequirement;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart without a cluster: what its values do, and what it refuses. */
@RealControlPlane
@Tag("people")
class HelmTemplateTest {

  /** Every value, an edit of it, and what the edit brings into the rendered text or takes away. */
  enum Value {
    MODE("mode", "mode=member", "-kind: Deployment"),
    HUB(
        "hub.users",
        "mode=member,hub.users={hub-of-paris}",
        "request.userInfo.username in ['hub-of-paris']"),
    REPLICAS("replicas", "replicas=3", "replicas: 3"),
    REPOSITORY("image.repository", "image.repository=reg.example/bleu", "\"reg.example/bleu:"),
    TAG("image.tag", "image.tag=9.8.7", ":9.8.7\""),
    PULL_POLICY("image.pullPolicy", "image.pullPolicy=Always", "imagePullPolicy: Always"),
    PULL_SECRETS("imagePullSecrets", "imagePullSecrets[0].name=pull", "- name: pull"),
    CRDS("crds.enabled", "crds.enabled=false", "-kind: CustomResourceDefinition"),
    KEEP("crds.keep", "crds.keep=false", "-helm.sh/resource-policy: keep"),
    ACCOUNT(
        "serviceAccount.create", "serviceAccount.create=false", "-serviceAccountName: \"bleu\""),
    ACCOUNT_NAME("serviceAccount.name", "serviceAccount.name=mine", "serviceAccountName: \"mine\""),
    ACCOUNT_NOTES(
        "serviceAccount.annotations", "serviceAccount.annotations.of=account", "    of: account"),
    RBAC("rbac.create", "rbac.create=false", "-kind: ClusterRole"),
    NAMESPACES("rbac.namespaces", "rbac.namespaces={shop,clinic}", "- --namespaces=shop,clinic"),
    MEMBERS("members.enabled", "members.enabled=true", "resources: [secrets]"),
    COMPANIONS(
        "members.companions.enabled",
        "members.enabled=true,members.companions.enabled=true",
        "resources: [configmaps, serviceaccounts, services, persistentvolumeclaims]"),
    COMPANION_SECRETS(
        "members.companions.secretNamespaces",
        "members.enabled=true,members.companions.enabled=true,"
            + "members.companions.secretNamespaces={shop}",
        "name: bleu-companions"),
    PROFILES(
        "clusterProfiles.enabled", "clusterProfiles.enabled=true", "resources: [clusterprofiles]"),
    PROVIDERS(
        "clusterProfiles.providers",
        "clusterProfiles.enabled=true,clusterProfiles.providers[0].name=site,"
            + "clusterProfiles.providers[0].execConfig.apiVersion=client.authentication.k8s.io/v1,"
            + "clusterProfiles.providers[0].execConfig.command=/plugins/site",
        "- --cluster-access-providers=/cluster-access/providers.json"),
    KARMADA("karmada.enabled", "karmada.enabled=true", "resources: [resourcebindings]"),
    MANAGED(
        "openClusterManagement.enabled",
        "openClusterManagement.enabled=true",
        "resources: [manifestworks]"),
    AGGREGATE("rbac.aggregate", "rbac.aggregate=false", "-aggregate-to-view"),
    ADMISSION("admission.enabled", "admission.enabled=false", "-ValidatingAdmissionPolicy"),
    EXEMPT("admission.exemptNamespaces", "admission.exemptNamespaces={ours}", "\"ours\""),
    CONTROLLERS("admission.controllers", "admission.controllers={them}", "in ['them']"),
    SCHEDULERS("admission.schedulers", "admission.schedulers={other}", "in ['other']"),
    PRIORITY_CLASSES(
        "admission.priorityClasses.enabled",
        "admission.priorityClasses.enabled=false,admission.priorityClasses.reason=none",
        "-priorities.placement.bleu.cloud"),
    PRIORITY_CLASSES_REASON(
        "admission.priorityClasses.reason",
        "admission.priorityClasses.enabled=false,admission.priorityClasses.reason=none",
        "placement.bleu.cloud/priority-classes-unchecked: \"none\""),
    LONGEST_TERMINATION(
        "admission.longestTerminationSeconds",
        "admission.longestTerminationSeconds=7200",
        "variables.seconds <= 7200"),
    LOG_FORMAT("log.format", "log.format=text", "- --log-format=text"),
    LOG_LEVEL("log.level", "log.level=DEBUG", "  level: DEBUG"),
    SELF_ZONES("self.zones", "self.zones={a,b}", "- \"--self-zone=a\""),
    MOVES("moves.maxPerHour", "moves.maxPerHour=0", "- --max-moves-per-hour=0"),
    LOSSES("losses.maxObserved", "losses.maxObserved=0", "- --max-observed-losses=0"),
    PROBES(
        "probes.allowedNetworks",
        "probes.allowedNetworks={198.51.100.0/24}",
        "- --probe-networks=198.51.100.0/24"),
    RESYNC("resyncMinutes", "resyncMinutes=15", "- --resync-minutes=15"),
    TRACING(
        "tracing.enabled", "tracing.enabled=true,tracing.endpoint=http://c:4318", "- --tracing"),
    TRACES_ENDPOINT(
        "tracing.endpoint",
        "tracing.enabled=true,tracing.endpoint=http://c:4318",
        "OTEL_EXPORTER_OTLP_ENDPOINT, value: \"http://c:4318\""),
    TRACES_SAMPLER(
        "tracing.sampler",
        "tracing.enabled=true,tracing.endpoint=http://c:4318,"
            + "tracing.sampler=parentbased_traceidratio",
        "OTEL_TRACES_SAMPLER, value: parentbased_traceidratio"),
    TRACES_RATIO(
        "tracing.samplerArgument",
        "tracing.enabled=true,tracing.endpoint=http://c:4318,"
            + "tracing.sampler=traceidratio,tracing.samplerArgument=0.1",
        "OTEL_TRACES_SAMPLER_ARG, value: \"0.1\""),
    TRACES_HEADERS(
        "tracing.headersSecret",
        "tracing.enabled=true,tracing.endpoint=http://c:4318,tracing.headersSecret=otlp",
        "valueFrom: {secretKeyRef: {name: \"otlp\", key: headers, optional: true}}"),
    TRACES_WAY_OUT(
        "networkPolicy.collector.to",
        "tracing.enabled=true,tracing.endpoint=http://c:4318,"
            + "networkPolicy.apiServer.cidrs={10.0.0.1/32},"
            + "networkPolicy.collector.to[0].podSelector.matchLabels.app=collector",
        "app: collector"),
    TRACES_PORT(
        "networkPolicy.collector.port",
        "tracing.enabled=true,tracing.endpoint=http://c:4318,"
            + "networkPolicy.apiServer.cidrs={10.0.0.1/32},"
            + "networkPolicy.collector.to[0].podSelector.a=b,networkPolicy.collector.port=4399",
        "port: 4399"),
    API_SERVER(
        "apiServer.kubeconfigSecret",
        "apiServer.kubeconfigSecret=karmada,rbac.create=false,crds.enabled=false,"
            + "admission.enabled=false",
        "{name: KUBECONFIG, value: /api-server/kubeconfig}"),
    UI("ui.enabled", "ui.enabled=true", "resources: [tokenreviews]"),
    UI_CERTIFICATE(
        "ui.tls.secretName",
        "ui.enabled=true,ui.tls.secretName=page-tls",
        "secret: {secretName: \"page-tls\", optional: true}"),
    UI_PEERS(
        "networkPolicy.uiFrom",
        "ui.enabled=true,ui.tls.secretName=page-tls,"
            + "networkPolicy.uiFrom[0].podSelector.matchLabels.app=gateway",
        "app: gateway"),
    EVIDENCE("evidence.enabled", "evidence.enabled=true", "- --evidence-dir=/evidence"),
    CLAIM(
        "evidence.existingClaim",
        "evidence.enabled=true,evidence.existingClaim=kept",
        "persistentVolumeClaim: {claimName: \"kept\"}"),
    EVIDENCE_GROUP(
        "evidence.fsGroup", "evidence.enabled=true,evidence.fsGroup=2000", "fsGroup: 2000"),
    RETENTION(
        "evidence.retentionDays",
        "evidence.enabled=true,evidence.retentionDays=1100",
        "- --evidence-retention=1100"),
    SIGNER(
        "evidence.signer",
        "evidence.enabled=true,evidence.signer[0]=/bin/kms",
        "- \"--signer=/bin/kms\""),
    CHECKPOINT_SENDER(
        "evidence.checkpointSender",
        "evidence.enabled=true,evidence.checkpointSender[0]=/bin/keep",
        "- \"--checkpoint-sender=/bin/keep\""),
    SIGNER_KEY(
        "evidence.signerPublicKey",
        "evidence.enabled=true,evidence.signer[0]=/bin/kms,"
            + "evidence.signerPublicKey=-----BEGIN PUBLIC KEY-----",
        "- --signer-public-key=/signer/public.pem"),
    MIGRATION(
        "migration.enabled",
        "migration.enabled=true",
        "resources: [configmaps, persistentvolumeclaims, serviceaccounts]"),
    OPEN_REPORTS("openReports.enabled", "openReports.enabled=false", "-openreports.io"),
    DNS("dns", "dns[0]=openshift-dns/a=b:5353", "- \"--dns=openshift-dns/a=b:5353\""),
    GATEWAY_API("gatewayApi.enabled", "gatewayApi.enabled=false", "-gateway.networking.k8s.io"),
    RESOURCES("resources", "resources.limits.memory=1Gi", "memory: 1Gi"),
    PRIORITY("priorityClassName", "priorityClassName=high", "priorityClassName: \"high\""),
    QUOTA("resourceQuota.enabled", "resourceQuota.enabled=true", "kind: ResourceQuota"),
    NODES("nodeSelector", "nodeSelector.pool=system", "pool: system"),
    TOLERATIONS("tolerations", "tolerations[0].key=dedicated", "- key: dedicated"),
    AFFINITY("affinity", "affinity.podAffinity.a=b", "podAffinity:"),
    ANNOTATIONS("podAnnotations", "podAnnotations.of=pods", "        of: pods"),
    LABELS("podLabels", "podLabels.team=platform", "        team: platform"),
    POLICIES("policies", "policies[0]=france-only", "  name: france-only"),
    BUDGET("podDisruptionBudget.enabled", "podDisruptionBudget.enabled=false", "-PodDisruptionB");

    final String path;
    final String edit;
    final String text;

    Value(String path, String edit, String text) {
      this.path = path;
      this.edit = edit;
      this.text = text;
    }

    /** Each of the values that it sets, as in {@code replicas=3}. */
    Set<String> assignments() {
      return Set.of(edit.split(",(?![^{]*})"));
    }

    /** Whether it shows in a text. */
    boolean shows(String rendered) {
      boolean takenAway = text.startsWith("-") && !text.startsWith("- ");
      return takenAway != rendered.contains(takenAway ? text.substring(1) : text);
    }
  }

  /** What takes away what others bring, or sets what others set otherwise. */
  private static final Set<Value> ALONE =
      EnumSet.of(
          Value.MODE,
          Value.HUB,
          Value.CRDS,
          Value.KEEP,
          Value.ACCOUNT,
          Value.ACCOUNT_NAME,
          Value.RBAC,
          Value.NAMESPACES,
          Value.ADMISSION,
          Value.API_SERVER,
          Value.TRACES_RATIO,
          Value.TRACES_WAY_OUT,
          Value.TRACES_PORT);

  /** Of the others each is in some of so many texts, and no two are in the same ones. */
  private static final int TEXTS =
      Integer.SIZE - Integer.numberOfLeadingZeros(Value.values().length);

  @TempDir Path folder;
  private Helm helm;

  @BeforeEach
  void offline() {
    helm = Helm.offline(folder);
  }

  @Test
  void lintHasNothingToSay() {
    String said = helm.does("lint", "--strict", Helm.CHART);
    assertTrue(said.contains("1 chart(s) linted, 0 chart(s) failed"), said);
    assertTrue(!said.contains("[WARNING]") && !said.contains("[ERROR]"), said);
  }

  /**
   * A text with one value costs a process, so values are rendered together: each shows in those
   * texts alone that have all that it sets, which no other value has in common with it.
   */
  @ParameterizedTest
  @EnumSource
  void valueChangesWhatIsRendered(Value value) {
    // The kinds are two thirds of what is rendered, and half of the time.
    String kinds = value.path.startsWith("crds.") ? "" : "crds.enabled=false";
    assertFalse(value.shows(helm.rendered("--set", kinds)), "without the edit");
    if (ALONE.contains(value)) {
      String with = kinds.isEmpty() ? value.edit : kinds + "," + value.edit;
      assertTrue(value.shows(helm.rendered("--set", with)), "with the edit");
      return;
    }
    for (int text = 0; text < TEXTS; text++) {
      Set<String> set = set(text);
      assertEquals(
          set.containsAll(value.assignments()),
          value.shows(helm.rendered("--set", kinds + "," + String.join(",", set))),
          () -> "with " + set);
    }
  }

  /** What the values set that are in a text. */
  private static Set<String> set(int text) {
    return EnumSet.complementOf(EnumSet.copyOf(ALONE)).stream()
        .filter(value -> ((value.ordinal() + 1) >> text & 1) == 1)
        .flatMap(value -> value.assignments().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The schema says all that is wrong at once, each by its name. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        replicas=9                  | at '/replicas': maximum: got 9, want 5
        admission.priorityClasses.enabled=false | at '/admission/priorityClasses/reason': minLength: got 0, want 1
        replica=2                   | additional properties 'replica' not allowed
        crds.enable=true            | at '/crds': additional properties 'enable' not allowed
        crds.keep=yes               | at '/crds/keep': got string, want boolean
        image.repository=           | at '/image/repository': minLength: got 0, want 1
        global.imageRegistry=https://reg.example | at '/global/imageRegistry': 'https://reg.example' does not match pattern
        image.tag=a b               | at '/image/tag': 'a b' does not match pattern
        image.pullPolicy=Sometimes  | value must be one of 'Always', 'IfNotPresent', 'Never'
        log.level=LOUD              | value must be one of 'ERROR', 'WARN', 'INFO', 'DEBUG'
        policies[0]=mine            | at '/policies/0': value must be one of
        tolerations=all             | at '/tolerations': got string, want array
        rbac.namespaces=shop        | at '/rbac/namespaces': got string, want array
        mode=members                | at '/mode': value must be one of 'operator', 'member'
        hub.users=mine              | at '/hub/users': got string, want array
        tracing.endpoint=c:4318     | at '/tracing/endpoint': 'c:4318' does not match pattern
        tracing.sampler=some        | at '/tracing/sampler': value must be one of
        ui.enabled=true,ui.tls.secretName=A | at '/ui/tls/secretName': 'A' does not match pattern
        evidence.signerPublicKey=me | at '/evidence/signerPublicKey': 'me' does not match pattern
        """,
        """
        image.repository=https://reg.example/bleu | at '/image/repository': 'https://reg.example/bleu' does not match pattern
        replicas=-1                 | at '/replicas': minimum: got -1, want 0
        rbac.namespaces[0]=3        | at '/rbac/namespaces/0': got number, want string
        hub.users={a b}             | at '/hub/users/0': 'a b' does not match pattern
        """,
        """
        image.repository=docker://bleu | at '/image/repository': 'docker://bleu' does not match pattern
        replicas=two                | at '/replicas': got string, want integer
        rbac.namespaces={a,a}       | at '/rbac/namespaces': items at 0 and 1 are equal
        """
      })
  void badValuesAreRefusedByTheirNames(String rows) {
    List<String[]> refused = rows.lines().map(row -> row.split("\\|", 2)).toList();
    Helm.Result result =
        refused("--set", refused.stream().map(r -> r[0].strip()).collect(joining(",")));
    refused.forEach(r -> assertTrue(result.err().contains(r[1].strip()), result.err()));
  }

  /** What the schema cannot say is found while the chart is rendered, one thing at a time. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          members.companions.enabled=true | does nothing without members.enabled, clusterProfiles.enabled or
          rbac.namespaces={*}         | rbac.namespaces: "*" is no name of a namespace: leave the list empty
          rbac.namespaces[0]=         | rbac.namespaces: "" is no name of a namespace: leave the list empty
          rbac.namespaces={Shop}      | rbac.namespaces: "Shop" is no name of a namespace
          rbac.namespaces={a},members.enabled=true,members.companions.enabled=true,members.companions.secretNamespaces={b} | rbac.namespaces does not list b
          mode=member,rbac.namespaces={a} | rbac.namespaces does nothing with mode: member
          mode=member,policies={hds}  | policies does nothing with mode: member: policies and facts are those of the hub
          mode=member,karmada.enabled=true | karmada.enabled does nothing with mode: member: no operator runs here
          mode=member,openClusterManagement.enabled=true | openClusterManagement.enabled does nothing with mode: member
          mode=member,migration.enabled=true | migration.enabled does nothing with mode: member: no operator runs here
          mode=member,members.companions.enabled=true | members.companions.enabled does nothing with mode: member
          mode=member,metrics.podMonitor.enabled=true | metrics.podMonitor.enabled does nothing with mode: member
          mode=member,dns={10.0.0.10/32} | dns does nothing with mode: member: no operator runs here; leave it out
          mode=member,podLabels.a=b    | podLabels does nothing with mode: member
          mode=member,admission.enabled=false | admission.enabled is false: set it to true, or do not install
          tracing.enabled=true        | tracing.endpoint is empty: say where a collector takes OTLP
          tracing.endpoint=http://c:1 | do nothing without tracing.enabled: set it to true
          tracing.enabled=true,tracing.endpoint=http://c:1,networkPolicy.apiServer.cidrs={10.0.0.1/32} | networkPolicy.collector.to is empty
          members.enabled=true,networkPolicy.apiServer.cidrs={10.0.0.1/32} | networkPolicy.extraEgress is empty: with networkPolicy.apiServer.cidrs no other cluster is reached, which counts as its loss
          clusterProfiles.enabled=true,networkPolicy.apiServer.cidrs={10.0.0.1/32},tracing.enabled=true,tracing.endpoint=http://c:1,networkPolicy.collector.to[0].a.b=c | networkPolicy.extraEgress is empty
          apiServer.kubeconfigSecret=a | apiServer.kubeconfigSecret: kinds, rights, admission policies, policies and providers belong on the API server that it leads to
          apiServer.kubeconfigSecret=a,rbac.create=false,admission.enabled=false,policies={hds} | belong on the API server that it leads to: set crds.enabled, rbac.create and admission.enabled to false
          mode=member,apiServer.kubeconfigSecret=a | apiServer.kubeconfigSecret does nothing with mode: member
          updateStrategy.type=Recreate | updateStrategy: its name is strategy, as in the Deployment: rename it
          mode=member,strategy.type=Recreate | strategy does nothing with mode: member
          mode=member,extraArgs={--heartbeat=5} | extraArgs does nothing with mode: member
          podDisruptionBudget.enabled=false,podDisruptionBudget.maxUnavailable=2 | podDisruptionBudget.maxUnavailable does nothing without podDisruptionBudget.enabled
          resourceQuota.enabled=true,priorityClassName= | resourceQuota.enabled does nothing without priorityClassName
          mode=member,resourceQuota.enabled=true | resourceQuota.enabled does nothing with mode: member
          networkPolicy.collector.to[0].a.b=c | does nothing without tracing.enabled: set it to true
          mode=member,tracing.enabled=true | tracing.enabled does nothing with mode: member
          ui.tls.secretName=a         | do nothing without ui.enabled: set it to true
          ui.enabled=true,networkPolicy.uiFrom[0].a.b=c | does nothing without ui.tls.secretName
          mode=member,ui.enabled=true | ui.enabled does nothing with mode: member: no operator runs here
          evidence.retentionDays=30   | do nothing without evidence.enabled: set it to true
          evidence.existingClaim=mine | do nothing without evidence.enabled: set it to true
          evidence.signer[0]=/bin/kms | do nothing without evidence.enabled: set it to true
          evidence.enabled=true,evidence.signerPublicKey=-----BEGIN PUBLIC KEY----- | does nothing without evidence.signer
          crds.keep=false             | crds.keep=false does nothing without crds.enabled
          rbac.create=false,members.enabled=true | members.enabled does nothing without rbac.create
          rbac.create=false,karmada.enabled=true | karmada.enabled does nothing without rbac.create
          rbac.create=false,openClusterManagement.enabled=true | openClusterManagement.enabled does nothing without rbac.create
          rbac.create=false,migration.enabled=true | migration.enabled does nothing without rbac.create
          admission.enabled=false,admission.longestTerminationSeconds=60 | does nothing without admission.enabled
          networkPolicy.enabled=false,networkPolicy.apiServer.cidrs={10.0.0.1/32} | do nothing without networkPolicy.enabled
          networkPolicy.enabled=false,networkPolicy.extraEgress[0].a=b | do nothing without networkPolicy.enabled
          serviceAccount.create=false,serviceAccount.annotations.a=b | does nothing without serviceAccount.create
          metrics.service.enabled=false,metrics.service.annotations.a=b | does nothing without metrics.service.enabled
          """)
  void valueThatDoesNothingIsRefusedByItsName(String edit, String message) {
    // The kinds are two thirds of what is rendered.
    Helm.Result result = refused("--set", "crds.enabled=false", "--set", edit);
    assertTrue(result.err().contains(message), result.err());
  }

  private Helm.Result refused(String... values) {
    Helm.Result result =
        helm.typed(
            Stream.concat(Stream.of("template", "bleu", Helm.CHART), Stream.of(values))
                .toArray(String[]::new));
    assertNotEquals(0, result.code());
    assertEquals("", result.out());
    return result;
  }

  /** What credential plugins leave behind is reaped by the pause process. */
  @Test
  void processesAreSharedWithPluginsOnly() {
    assertFalse(helm.rendered().contains("shareProcessNamespace"));
    assertTrue(
        helm.rendered("--set", Value.PROVIDERS.edit).contains("shareProcessNamespace: true"));
  }

  /** Who applies what is rendered applies kinds first: Argo CD, Flux, kubectl. */
  @Test
  void policiesAreRenderedWithTheirKindsForOthersToApply() {
    List<HasMetadata> objects =
        Helm.parsed(
            helm.does(
                "template",
                "bleu",
                Helm.CHART,
                "--set=policies={france-only,hds},providers={s3ns}",
                "--set=providersWithoutCluster=Render"));
    assertEquals(2, kinds(objects).filter("SovereigntyPolicy"::equals).count());
    List<HasMetadata> providers =
        objects.stream().filter(o -> o.getKind().equals("CloudProvider")).toList();
    assertEquals(1, providers.size());
    assertEquals(
        "IfNotPresent",
        providers.get(0).getMetadata().getAnnotations().get("kustomize.toolkit.fluxcd.io/ssa"));
    assertEquals(
        List.of("CustomResourceDefinition", "SovereigntyPolicy"),
        kinds(objects)
            .filter(List.of("CustomResourceDefinition", "SovereigntyPolicy")::contains)
            .distinct()
            .toList(),
        "in this order");
  }

  /** Without one nobody can say what is recorded there, and what is shipped would be put back. */
  @Test
  void providersTakeAClusterToLookInto() {
    Helm.Result result =
        helm.typed(
            "template",
            "bleu",
            Helm.CHART,
            "--api-versions",
            "placement.bleu.cloud/v1alpha1",
            "--set",
            "providers={aws,s3ns}");
    assertNotEquals(0, result.code());
    assertEquals("", result.out());
    assertTrue(
        result
            .err()
            .contains(
                "providers: this is rendered without a cluster (helm template, Argo CD, a dry run on"
                    + " the client), so what is recorded there cannot be kept: leave providers empty"),
        result.err());
  }

  /** What is rendered follows from the values, but for what is recorded of providers. */
  @Test
  void nothingElseAsksTheClusterNorChance() throws Exception {
    assertEquals(helm.rendered(), helm.rendered());
    try (Stream<Path> files = Files.walk(Path.of("helm/bleu/templates"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertEquals(
            file.endsWith("sovereignty.yaml"),
            Pattern.compile("\\{\\{[^}]*\\b(lookup|rand\\w+|genCA|genSignedCert|uuidv4)\\b")
                .matcher(Files.readString(file))
                .find(),
            file.toString());
      }
    }
  }

  /** A name may be of digits only, and is a text all the same. */
  @Test
  void namesOfDigitsStayTexts() throws Exception {
    String names =
        "serviceAccount.name=\"7771\",priorityClassName=\"7772\",rbac.namespaces=[\"7773\"],"
            + "imagePullSecrets=[{\"name\":\"7774\"}],self.zones=[\"7775\"],"
            + "commonLabels={\"a\":\"7776\"},admission.exemptNamespaces=[\"7777\"],"
            + "admission.controllers=[\"7778\"],admission.schedulers=[\"7779\"],image.tag=\"7770\",";
    String rest =
        "resourceQuota.enabled=true,evidence={\"enabled\":true,\"existingClaim\":\"77701\"},"
            + "ui={\"enabled\":true,\"tls\":{\"secretName\":\"77702\"}},"
            + "tracing={\"enabled\":true,\"endpoint\":\"http://c:4318\",\"headersSecret\":\"77703\"},"
            + "members={\"enabled\":true,\"companions\":{\"enabled\":true,\"secretNamespaces\":[\"7773\"]}}";
    String elsewhere =
        "apiServer.kubeconfigSecret=\"77704\",rbac.create=false,admission.enabled=false";
    for (String values : List.of(names + rest, names + elsewhere)) {
      String text =
          helm.does(
              "template",
              "7778",
              Helm.CHART,
              "--namespace=7779",
              "--set=crds.enabled=false",
              "--set-json=" + values);
      assertTrue(text.contains("7771") && text.contains("7772"), text);
      try (var documents = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(text)) {
        while (documents.hasNext()) {
          JsonNode object = documents.next();
          assertEquals(List.of(), numbers(object), object::toPrettyString);
        }
      }
    }
  }

  /** The numbers in an object that are names of the test before. */
  private static List<String> numbers(JsonNode node) {
    if (node.isNumber() && node.asText().startsWith("777")) {
      return List.of(node.asText());
    }
    return StreamSupport.stream(node.spliterator(), false)
        .flatMap(child -> numbers(child).stream())
        .toList();
  }

  @Test
  void olderKubernetesIsRefused() {
    Helm.Result result = helm.typed("template", "bleu", Helm.CHART, "--kube-version", "1.30.0");
    assertNotEquals(0, result.code());
    assertTrue(result.err().contains("chart requires kubeVersion: >=1.31.0"), result.err());
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "2, 1"})
  void budgetOnlyWhereAnotherPodRemains(int replicas, int budgets) {
    List<HasMetadata> objects = helm.objects("--set", "replicas=" + replicas);
    assertEquals(replicas, one(objects, Deployment.class).getSpec().getReplicas());
    assertEquals(budgets, kinds(objects).filter("PodDisruptionBudget"::equals).count());
  }

  /** Of its own class alone, as some clusters ask in each namespace with pods of such a class. */
  @Test
  void quotaIsOfThePriorityClassOfThePods() {
    ResourceQuotaSpec spec =
        one(helm.objects("--set", "resourceQuota.enabled=true,replicas=5"), ResourceQuota.class)
            .getSpec();
    assertEquals(Map.of("pods", new Quantity("100")), spec.getHard());
    ScopedResourceSelectorRequirement scope = spec.getScopeSelector().getMatchExpressions().get(0);
    assertEquals("PriorityClass", scope.getScopeName());
    assertEquals(List.of("system-cluster-critical"), scope.getValues());
  }

  /** A pod that is not ready decides nothing: it does not hold up the drain of its node. */
  @Test
  void podThatIsNotReadyHoldsUpNoDrain() {
    assertEquals(
        "AlwaysAllow",
        one(helm.objects(), PodDisruptionBudget.class).getSpec().getUnhealthyPodEvictionPolicy());
  }

  @Test
  void crdsAreTheOnesOfTheProject() throws IOException {
    try (Stream<Path> files = java.nio.file.Files.list(Path.of("crds"))) {
      assertEquals(
          files.count(), kinds(helm.objects()).filter("CustomResourceDefinition"::equals).count());
    }
    assertEquals(
        0,
        kinds(helm.objects("--set", "crds.enabled=false"))
            .filter("CustomResourceDefinition"::equals)
            .count());
  }

  /** Helm, Argo CD and Flux each ask for an annotation of their own. */
  @ParameterizedTest
  @ValueSource(strings = {"operator", "member"})
  void whatIsKeptIsKeptByEveryToolThatDelivers(String mode) {
    Map<String, String> kept =
        Map.of(
            "helm.sh/resource-policy", "keep",
            "argocd.argoproj.io/sync-options", "Prune=false,Delete=false",
            "kustomize.toolkit.fluxcd.io/prune", "disabled");
    List<HasMetadata> crds = crds("mode=" + mode);
    assertFalse(crds.isEmpty());
    crds.forEach(
        crd -> assertEquals(kept, annotations(crd, kept.keySet()), crd.getMetadata().getName()));
    crds("mode=" + mode + ",crds.keep=false")
        .forEach(
            crd ->
                assertEquals(
                    Map.of(), annotations(crd, kept.keySet()), crd.getMetadata().getName()));
    List<HasMetadata> facts =
        helm.objects("--set=providers={scaleway},providersWithoutCluster=Render").stream()
            .filter(o -> o.getKind().equals("CloudProvider"))
            .toList();
    assertFalse(facts.isEmpty());
    facts.forEach(
        fact -> assertEquals(kept, annotations(fact, kept.keySet()), fact.getMetadata().getName()));
  }

  private List<HasMetadata> crds(String edit) {
    return helm.objects("--set=" + edit).stream()
        .filter(o -> o.getKind().equals("CustomResourceDefinition"))
        .toList();
  }

  private static Map<String, String> annotations(HasMetadata object, Set<String> keys) {
    Map<String, String> annotations = new TreeMap<>(object.getMetadata().getAnnotations());
    annotations.keySet().retainAll(keys);
    return annotations;
  }

  /** What is there is about gates alone, and nothing runs. */
  @Test
  void memberGetsTheGateItsPoliciesAndRoles() {
    List<HasMetadata> objects = helm.objects("--namespace=bleu-member", "--set=mode=member");
    assertEquals(
        Set.of(
            "ClusterRole",
            "CustomResourceDefinition",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding"),
        kinds(objects).collect(Collectors.toSet()));
    assertEquals(
        List.of("placementgates.placement.bleu.cloud"),
        objects.stream()
            .filter(o -> o.getKind().equals("CustomResourceDefinition"))
            .map(o -> o.getMetadata().getName())
            .toList());
    assertEquals(
        List.of("bleu-declassifier", "bleu-view"),
        objects.stream()
            .filter(o -> o instanceof ClusterRole)
            .map(o -> o.getMetadata().getName())
            .sorted()
            .toList());
    String text = helm.rendered("--namespace=bleu-member", "--set=mode=member");
    assertTrue(
        text.contains("request.userInfo.username in ['system:serviceaccount:bleu-member:bleu']"));
    for (String kind : List.of("bleuworkloads", "workloadplacements", "availabilityzones")) {
      // An expression may compare the name: what matches or grants it would fail without the kind.
      assertFalse(
          text.lines().anyMatch(line -> line.contains("resources:") && line.contains(kind)),
          kind + " are not there");
    }
  }

  @Test
  void noRightIsAWildcardNorASecret() {
    for (Right right : Right.granted(helm.objects())) {
      assertTrue(!right.toString().contains("*"), right.toString());
      assertNotEquals("secrets", right.resource());
    }
  }

  /** RBAC cannot restrict create by name, nor a list or watch of all. */
  @Test
  void whatHasOneNameIsChangedByThatNameAlone() {
    assertEquals(
        Set.of(
            "create reports",
            "list reports bleu-placement",
            "watch reports bleu-placement",
            "patch reports bleu-placement",
            "delete reports bleu-placement",
            "create placementgates",
            "list placementgates",
            "watch placementgates",
            "get placementgates decisions",
            "update placementgates decisions",
            "delete placementgates decisions",
            "create decisionledgers",
            "get decisionledgers decisions",
            "update decisionledgers decisions"),
        helm.objects().stream()
            .filter(o -> o instanceof ClusterRole)
            .map(ClusterRole.class::cast)
            .filter(role -> Set.of("bleu", "bleu-changes").contains(role.getMetadata().getName()))
            .flatMap(role -> role.getRules().stream())
            .flatMap(
                rule ->
                    rule.getResources().stream()
                        .filter(Set.of("reports", "placementgates", "decisionledgers")::contains)
                        .flatMap(
                            resource ->
                                rule.getVerbs().stream()
                                    .map(
                                        verb ->
                                            (verb
                                                    + " "
                                                    + resource
                                                    + " "
                                                    + String.join(" ", rule.getResourceNames()))
                                                .strip())))
            .collect(Collectors.toSet()));
  }

  /** Those of people as well, which are bound to nobody here: a kind that comes later is chosen. */
  @Test
  void noRoleNamesEverything() {
    for (HasMetadata object : helm.objects()) {
      if (object instanceof ClusterRole || object instanceof Role) {
        assertFalse(
            Serialization.asYaml(object).contains("- \"*\""), object.getMetadata().getName());
      }
    }
  }

  /** So a kind that comes is not forgotten there. */
  @Test
  void readerReadsEveryKindOfOurs() {
    ClusterRole reader =
        helm.objects().stream()
            .filter(o -> o instanceof ClusterRole)
            .map(ClusterRole.class::cast)
            .filter(role -> role.getMetadata().getName().equals("bleu-reader"))
            .findFirst()
            .orElseThrow();
    assertEquals(
        helm.objects().stream()
            .filter(o -> o.getKind().equals("CustomResourceDefinition"))
            .map(o -> o.getMetadata().getName())
            .sorted()
            .toList(),
        reader.getRules().stream()
            .filter(rule -> rule.getApiGroups().contains("placement.bleu.cloud"))
            .flatMap(rule -> rule.getResources().stream())
            .map(resource -> resource + ".placement.bleu.cloud")
            .sorted()
            .toList());
  }

  /** Nobody asks the pod of {@code helm test}, and it asks nobody. */
  @Test
  void podOfHelmTestHasANetworkPolicy() {
    NetworkPolicySpec open = networkPolicy("bleu-test");
    assertEquals(List.of("Ingress"), open.getPolicyTypes());
    assertEquals(List.of(), open.getIngress());
    for (String with : List.of("networkPolicy.enabled=true", "networkPolicy.metricsFrom=[]")) {
      assertFalse(
          helm.rendered("--set-json", with).contains("ingress: []"),
          "the API server drops it, and each look finds a difference");
    }
    String cidrs = "networkPolicy.apiServer.cidrs={10.0.0.1/32}";
    NetworkPolicySpec spec = networkPolicy("bleu-test", "--set", cidrs);
    assertEquals(List.of("Ingress", "Egress"), spec.getPolicyTypes());
    assertEquals(
        networkPolicy("bleu", "--set", cidrs).getEgress(),
        spec.getEgress(),
        "it asks the API server, as the operator does, and nobody else");
    Map<String, String> labels =
        helm.objects().stream()
            .filter(o -> o instanceof Pod)
            .findFirst()
            .orElseThrow()
            .getMetadata()
            .getLabels();
    assertTrue(
        labels.entrySet().containsAll(spec.getPodSelector().getMatchLabels().entrySet()),
        labels.toString());
  }

  private NetworkPolicySpec networkPolicy(String name, String... arguments) {
    return helm.objects(arguments).stream()
        .filter(o -> o instanceof NetworkPolicy)
        .map(NetworkPolicy.class::cast)
        .filter(policy -> policy.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow()
        .getSpec();
  }

  /** Which Secrets there are cannot be known before, so that they are not named. */
  @Test
  void otherClustersNeedTheSecretsOfTheNamespaceAlone() {
    List<HasMetadata> objects = helm.objects("--set", "members.enabled=true");
    assertEquals(
        List.of(Right.of("list /secrets"), Right.of("watch /secrets")),
        Right.granted(objects).stream().filter(r -> r.resource().equals("secrets")).toList());
    assertEquals(
        0,
        objects.stream()
            .filter(o -> o instanceof ClusterRole)
            .filter(o -> Serialization.asYaml(o).contains("secrets"))
            .count());
  }

  /** By name only, and Secrets of the namespaces alone that are named. */
  @Test
  void companionsAreReadByNameAndSecretsWhereTheValuesSaySo() {
    String on = "members.enabled=true,members.companions.enabled=true";
    assertEquals(
        List.of(
            "get /configmaps",
            "get /persistentvolumeclaims",
            "get /serviceaccounts",
            "get /services",
            "get networking.k8s.io/ingresses",
            "get rbac.authorization.k8s.io/rolebindings",
            "get rbac.authorization.k8s.io/roles"),
        added("members.enabled=true", on));
    String secrets = on + ",members.companions.secretNamespaces={shop,records}";
    assertEquals(List.of("get /secrets"), added(on, secrets));
    assertEquals(
        List.of("records", "shop"),
        helm.objects("--set", secrets).stream()
            .filter(o -> o instanceof Role && o.getMetadata().getName().endsWith("-companions"))
            .map(o -> o.getMetadata().getNamespace())
            .sorted()
            .toList());
    assertEquals(
        List.of("get /secrets"), added(on, on + ",members.companions.secretNamespaces={*}"));
    String profiles = on.replace("members.enabled", "clusterProfiles.enabled");
    assertEquals(
        added("members.enabled=true", on), added("clusterProfiles.enabled=true", profiles));
    assertEquals(
        List.of("get /secrets"),
        added(profiles, profiles + ",members.companions.secretNamespaces={shop}"));
  }

  /** Without a certificate the page is not reached from outside of the pod. */
  @Test
  void thePageIsServedOverTlsOrInsideThePodOnly() {
    assertEquals(
        List.of(
            "create authentication.k8s.io/tokenreviews",
            "create authorization.k8s.io/subjectaccessreviews"),
        added("rbac.create=true", "ui.enabled=true"));
    String inside = helm.rendered("--set", "ui.enabled=true");
    assertTrue(inside.contains("- --ui\n") && !inside.contains("--ui-address"), inside);
    assertTrue(!inside.contains("bleu-ui") && !inside.contains("port: ui"), inside);
    String outside =
        helm.rendered(
            "--set",
            "ui.enabled=true,ui.tls.secretName=page-tls,"
                + "networkPolicy.uiFrom[0].podSelector.matchLabels.app=gateway");
    for (String line :
        List.of(
            "- --ui-address=0.0.0.0",
            "- --ui-tls-cert=/ui-tls/tls.crt",
            "{name: https, port: 443, targetPort: ui}",
            "{protocol: TCP, port: ui}")) {
      assertTrue(outside.contains(line), line);
    }
  }

  private static final String EVERYTHING =
      "members.enabled=true,members.companions.enabled=true,"
          + "members.companions.secretNamespaces={*},karmada.enabled=true,"
          + "clusterProfiles.enabled=true,openClusterManagement.enabled=true,"
          + "migration.enabled=true,evidence.enabled=true";

  /** What runs elsewhere takes room on the same nodes: it is read, and nothing of it is changed. */
  @Test
  void namespacesRestrictWhatIsChangedAndNothingThatDecisionsAreMadeFrom() {
    String some = EVERYTHING + ",rbac.namespaces={shop,clinic}";
    List<HasMetadata> objects = helm.objects("-n", "bleu-system", "--set", some);
    assertEquals(
        List.of(
            "create placement.bleu.cloud/decisionledgers",
            "patch placement.bleu.cloud/availabilityzones",
            "patch placement.bleu.cloud/availabilityzones/status",
            "patch placement.bleu.cloud/bleuworkloads/status",
            "patch placement.bleu.cloud/cloudproviders/status",
            "patch placement.bleu.cloud/migrationplans/status",
            "patch placement.bleu.cloud/resiliencedrills/status",
            "patch placement.bleu.cloud/sovereigntypolicies/status",
            "patch placement.bleu.cloud/sovereigntywaivers/status",
            "patch placement.bleu.cloud/workloadplacements/status",
            "update placement.bleu.cloud/decisionledgers"),
        everywhere(objects).stream()
            .filter(right -> !List.of("get", "list", "watch").contains(right.verb()))
            .map(Right::toString)
            .toList());
    assertEquals(
        List.of(),
        everywhere(objects).stream()
            .filter(
                right ->
                    right.verb().equals("get") && right.resource().equals("secrets")
                        || List.of("configmaps", "serviceaccounts", "jobs")
                            .contains(right.resource()))
            .toList(),
        "what only the delivery of a workload, or a plan of a migration, reads");
    Set<Right> somewhere = Right.granted(objects);
    assertTrue(somewhere.remove(Right.of("create authorization.k8s.io/subjectaccessreviews")));
    assertEquals(
        Right.granted(helm.objects("-n", "bleu-system", "--set", EVERYTHING)),
        somewhere,
        "the same in all, but for what helm test asks");
    assertTrue(
        helm.rendered("--set", some)
            .contains("check, --namespace=default, \"--namespaces=shop,clinic\", --account=bleu]"));
    Set<Right> gone = everywhere(helm.objects("-n", "bleu-system", "--set", EVERYTHING));
    gone.removeAll(everywhere(objects));
    for (String namespace : List.of("shop", "clinic")) {
      assertEquals(gone, in(namespace, objects), namespace);
    }
    assertEquals(
        Set.of(Right.of("create events.k8s.io/events"), Right.of("patch events.k8s.io/events")),
        in("default", objects));
  }

  private static Set<Right> everywhere(List<HasMetadata> objects) {
    return Right.granted(
        objects.stream()
            .filter(o -> !(o instanceof RoleBinding))
            .filter(o -> !o.getMetadata().getName().equals("bleu-test"))
            .toList());
  }

  private static Set<Right> in(String namespace, List<HasMetadata> objects) {
    return Right.granted(
        objects.stream()
            .filter(o -> !(o instanceof ClusterRoleBinding))
            .filter(
                o ->
                    !(o instanceof RoleBinding) || o.getMetadata().getNamespace().equals(namespace))
            .toList());
  }

  private List<String> added(String before, String after) {
    Set<Right> rights = new TreeSet<>(Right.granted(helm.objects("--set", after)));
    rights.removeAll(Right.granted(helm.objects("--set", before)));
    return rights.stream().map(Right::toString).toList();
  }

  /** So no upgrade makes a fact look younger than it is: nothing here can write today's date. */
  @Test
  void noTemplateReadsTheClock() throws Exception {
    try (Stream<Path> files = Files.walk(Path.of("helm/bleu/templates"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertEquals(
            false,
            Pattern.compile("\\{\\{[^}]*\\b(now|date|dateInZone|htmlDate|unixEpoch|ago)\\b")
                .matcher(Files.readString(file))
                .find(),
            file.toString());
      }
    }
  }

  private static Stream<String> kinds(List<HasMetadata> objects) {
    return objects.stream().map(HasMetadata::getKind);
  }

  private static <T extends HasMetadata> T one(List<HasMetadata> objects, Class<T> kind) {
    List<T> found = objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    assertEquals(1, found.size(), kind.getSimpleName());
    return found.get(0);
  }
}
