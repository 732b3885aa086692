package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.operator.config.UiOptions;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Service accounts with their own rights read the page that the operator serves. */
@RealControlPlane
class UiPlaneTest {
  private static final String OTHER = "payroll-of-others";
  private static final String ROLE = "bleu-with-page";

  private final HttpClient http = HttpClient.newHttpClient();
  private ControlPlane plane;
  private KubernetesClient admin;
  private Scene scene;
  private String shop;
  private OperatorAccount account;
  private KubernetesClient client;
  private Operator operator;

  @BeforeEach
  void start(
      ControlPlane plane,
      KubernetesClient admin,
      TestNamespace namespace,
      FakeNodes nodes,
      OperatorAccount account) {
    this.plane = plane;
    this.admin = admin;
    this.shop = namespace.name();
    this.account = account.beside(ROLE, "--set", "ui.enabled=true");
    scene = new Scene(admin, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b");
    admin
        .resource(new NamespaceBuilder().withNewMetadata().withName(OTHER).endMetadata().build())
        .create();
    client = this.account.client();
    operator =
        OperatorUnderTest.of(
            client,
            OperatorOptions.alone().with(new UiOptions("127.0.0.1", 0, null, null)),
            () -> {});
    operator.start();
    scene.workload("web", 2, "{spread: [{over: Site, min: 2, maxSkew: 1}]}");
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: ledger, namespace: %s}
        spec:
          replicas: 1
          dataClasses: [Ordinary]
          workload: {deployment: {template: {spec: {containers: [{name: main, image: none, resources: {requests: {cpu: 100m, memory: 64Mi}}}]}}}}
        """
            .formatted(OTHER));
    scene.awaitReady("web");
  }

  @AfterEach
  void stop() {
    operator.close();
    client.close();
    for (String user : List.of("reader", "facts")) {
      admin.rbac().clusterRoleBindings().withName("ui-" + user).delete();
    }
    admin.namespaces().withName(OTHER).delete();
    account.remove();
  }

  private String token(String name) {
    admin
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(shop)
                .endMetadata()
                .build())
        .create();
    return plane.token(shop, name);
  }

  private void bind(String kind, String role, String account) {
    scene.create(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: %s
        metadata: {name: ui-%s}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %s}
        subjects: [{kind: ServiceAccount, name: %s, namespace: %s}]
        """
            .formatted(kind, account, role, account, shop));
  }

  private HttpResponse<String> ask(String token) {
    return answer(HttpRequest.newBuilder(address("")).header("Authorization", "Bearer " + token));
  }

  private HttpResponse<String> answer(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private URI address(String path) {
    return URI.create("http://127.0.0.1:" + operator.pagePort() + "/" + path);
  }

  /** A grant is known to the API server some time after it is written. */
  private String page(String token, String... says) {
    String[] seen = {""};
    scene.until(
        "the page says " + List.of(says),
        () -> {
          HttpResponse<String> answer = ask(token);
          seen[0] = answer.body();
          return answer.statusCode() == 200 && List.of(says).stream().allMatch(seen[0]::contains);
        });
    return seen[0];
  }

  @Test
  void eachServiceAccountSeesWhatItMayList() throws Exception {
    String readers = token("reader");
    String theirs = token("theirs");
    String nobodys = token("nobody");
    bind("ClusterRoleBinding", "bleu-reader", "reader");
    bind("RoleBinding", "view", "theirs");
    awaitRights("reader", "", "bleuworkloads");
    awaitRights("theirs", shop, "bleuworkloads");

    String whole = page(readers, shop + "/<wbr>web", OTHER + "/<wbr>ledger", "id=\"capacity\"");
    assertTrue(whole.contains("fr-a") && whole.contains("fr-b"), whole);

    HttpResponse<String> french =
        answer(
            HttpRequest.newBuilder(address("?lang=fr"))
                .header("Authorization", "Bearer " + readers));
    assertTrue(french.body().contains("<html lang=\"fr\">"), french.body());

    HttpResponse<String> some = ask(theirs);
    assertEquals(200, some.statusCode(), some.body());
    String html = some.body().toLowerCase(Locale.ROOT);
    assertTrue(html.contains(shop + "/<wbr>web"), html);
    assertFalse(html.contains("payroll") || html.contains("ledger"), html);
    assertFalse(html.contains("acme") || html.contains("id=\"capacity\""), html);

    HttpResponse<String> none = ask(nobodys);
    assertEquals(403, none.statusCode(), none.body());
    assertTrue(none.body().contains("--serviceaccount=" + shop + ":nobody"), none.body());
    assertFalse(none.body().contains(OTHER) || none.body().contains("web"), none.body());

    assertEquals(401, ask("not.a.token").statusCode());
    assertEquals(401, ask(forAnotherAudience("reader")).statusCode());
    HttpResponse<String> unsigned = answer(HttpRequest.newBuilder(address("")));
    assertEquals(401, unsigned.statusCode());
    assertFalse(unsigned.body().contains("web") || unsigned.body().contains(shop), "no names");

    standsBy(readers);

    // Revoked: the account is gone, and with it what its tokens say. This one was not asked yet.
    String revoked = plane.token(shop, "reader");
    admin.serviceAccounts().inNamespace(shop).withName("reader").delete();
    scene.until("the API server does not take it", () -> !isKnown(revoked));
    assertEquals(401, ask(revoked).statusCode());
  }

  /** Only the pod that leads has decided something; another one says which that is. */
  private void standsBy(String token) throws Exception {
    endLease();
    admin
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withName(OperatorOptions.LEASE)
                .withNamespace(account.namespace())
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity("bleu-7f9c-abcde_0f0e")
                .withLeaseDurationSeconds(3600)
                .withAcquireTime(ZonedDateTime.now(ZoneOffset.UTC))
                .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
                .endSpec()
                .build())
        .create();
    OperatorOptions elected =
        new OperatorOptions(
            "127.0.0.1",
            -1,
            true,
            account.namespace(),
            "second",
            Duration.ofHours(1),
            Duration.ofMinutes(30),
            Duration.ofMinutes(1),
            Clock.systemUTC(),
            null);
    try (KubernetesClient second = account.client();
        Operator standby =
            OperatorUnderTest.of(
                second, elected.with(new UiOptions("127.0.0.1", 0, null, null)), () -> {})) {
      standby.start();
      HttpResponse<String> answer =
          answer(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + standby.pagePort() + "/"))
                  .header("Authorization", "Bearer " + token));
      assertEquals(503, answer.statusCode(), answer.body());
      assertTrue(
          answer
              .body()
              .contains(
                  "kubectl -n %s port-forward pod/bleu-7f9c-abcde".formatted(account.namespace())),
          answer.body());
    } finally {
      endLease();
    }
  }

  /** Of an operator of this plane that ended before, too. */
  private void endLease() {
    admin
        .resources(Lease.class)
        .inNamespace(account.namespace())
        .withName(OperatorOptions.LEASE)
        .delete();
  }

  private void awaitRights(String account, String namespace, String resource) {
    String user = "system:serviceaccount:" + shop + ":" + account;
    scene.until(
        "the server knows what " + account + " may",
        () ->
            admin
                .authorization()
                .v1()
                .subjectAccessReview()
                .create(
                    new SubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withUser(user)
                        .withNewResourceAttributes()
                        .withGroup("placement.bleu.cloud")
                        .withResource(resource)
                        .withVerb("list")
                        .withNamespace(namespace)
                        .endResourceAttributes()
                        .endSpec()
                        .build())
                .getStatus()
                .getAllowed());
  }

  private boolean isKnown(String token) {
    return Boolean.TRUE.equals(
        admin
            .tokenReviews()
            .create(new TokenReviewBuilder().withNewSpec().withToken(token).endSpec().build())
            .getStatus()
            .getAuthenticated());
  }

  private String forAnotherAudience(String name) {
    TokenRequest request =
        admin
            .serviceAccounts()
            .inNamespace(shop)
            .withName(name)
            .tokenRequest(
                new TokenRequestBuilder().withNewSpec().withAudiences("vault").endSpec().build());
    return request.getStatus().getToken();
  }
}
