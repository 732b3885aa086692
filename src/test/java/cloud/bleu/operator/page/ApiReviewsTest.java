package cloud.bleu.operator.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.operator.OperatorUnderTest;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authentication.UserInfoBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API server is asked about a token and its user, and which answers count as yes. */
class ApiReviewsTest {
  private static final Said SAID = new Said();
  private static KubernetesClient upstream;
  private static FaultProxy proxy;
  private static KubernetesClient client;

  /** An API server that says what a test lets it say, and keeps what it was asked. */
  private static final class Said implements Fault {
    private volatile int code = 201;
    private volatile String status = "";
    private volatile String path;
    private volatile Map<?, ?> spec;

    @Override
    public Answer instead(Request request) {
      path = request.path();
      Map<?, ?> body = Serialization.unmarshal(new String(request.body()), Map.class);
      spec = (Map<?, ?>) body.get("spec");
      return code == 201
          ? Answer.json(
              201,
              Serialization.asJson(
                  Serialization.unmarshal(
                      "---\n{kind: %s, apiVersion: %s, spec: {}%s}"
                          .formatted(
                              body.get("kind"),
                              body.get("apiVersion"),
                              status.isEmpty() ? "" : ", status: " + status),
                      Map.class)))
          : Answer.status(code, "Forbidden");
    }
  }

  @BeforeAll
  static void start() {
    upstream = OperatorUnderTest.clientOf(9);
    proxy = new FaultProxy(upstream.getConfiguration(), SAID);
    client = proxy.client();
  }

  @AfterAll
  static void stop() {
    client.close();
    proxy.close();
    upstream.close();
  }

  private static ApiReviews reviews(int code, String status) {
    SAID.code = code;
    SAID.status = status == null ? "" : status;
    return new ApiReviews(client);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{authenticated: true, user: {username: ada}} | ada",
        "{authenticated: false, user: {username: ada}} |",
        "{user: {username: ada}} |",
        "{authenticated: true} |",
        "{authenticated: false, error: expired} |",
        "{} |",
        "|",
      })
  void whoseATokenIs(String status, String user) {
    UserInfo found = reviews(201, status).user("abc");
    assertEquals(user, found == null ? null : found.getUsername());
    assertEquals("/apis/authentication.k8s.io/v1/tokenreviews", SAID.path);
    assertEquals(Map.of("token", "abc"), SAID.spec, "no audience: the server takes its own only");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{allowed: true} | true",
        "{allowed: false} | false",
        "{allowed: false, denied: true, reason: no} | false",
        "{reason: no opinion} | false",
        "{} | false",
        "| false",
      })
  void whetherAUserMayList(String status, boolean may) {
    UserInfo ada = new UserInfoBuilder().withUsername("ada").build();
    assertEquals(may, reviews(201, status).mayList(ada, "bleuworkloads", "shop"));
    assertEquals("/apis/authorization.k8s.io/v1/subjectaccessreviews", SAID.path);
  }

  /** All that the server knows of the user goes with the question: webhooks may read any of it. */
  @ParameterizedTest
  @CsvSource({"shop", "''"})
  void theWholeUserIsAskedAbout(String namespace) {
    UserInfo ada =
        new UserInfoBuilder()
            .withUsername("ada")
            .withUid("7")
            .withGroups("dev", "system:authenticated")
            .withExtra(Map.of("scopes", List.of("read")))
            .build();
    reviews(201, "{allowed: true}")
        .mayList(ada, "cloudproviders", namespace.isEmpty() ? null : namespace);
    Map<String, String> attributes =
        Map.of("group", "placement.bleu.cloud", "resource", "cloudproviders", "verb", "list");
    Map<String, String> within = new HashMap<>(attributes);
    within.put("namespace", "shop");
    assertEquals(
        Map.of(
            "user",
            "ada",
            "uid",
            "7",
            "groups",
            List.of("dev", "system:authenticated"),
            "extra",
            Map.of("scopes", List.of("read")),
            "resourceAttributes",
            namespace.isEmpty() ? attributes : within),
        SAID.spec);
  }

  /** A refusal of the question is no answer to it. */
  @Test
  void whoMayNotAskIsTold() {
    ApiReviews reviews = reviews(403, null);
    assertThrows(KubernetesClientException.class, () -> reviews.user("abc"));
    UserInfo ada = new UserInfoBuilder().withUsername("ada").build();
    assertThrows(
        KubernetesClientException.class, () -> reviews.mayList(ada, "bleuworkloads", null));
  }
}
