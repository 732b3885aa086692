package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec;
import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.evidence.chain.SignedHead;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.placement.model.WorkloadId;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of the API server for the ledger, and what each answer to it means. */
class LedgerStoreTest {
  private static final String LEDGERS = "/apis/placement.bleu.cloud/v1alpha1/decisionledgers";
  private static final String HASH = "sha256:" + "0".repeat(64);

  private static final String PUT =
      "PUT " + LEDGERS + "/decisions?fieldManager=bleu-ledger&fieldValidation=Strict";
  private static final String ASK =
      "PUT " + LEDGERS + "/decisions?dryRun=All&fieldManager=bleu-ledger";

  private static final Script SCRIPT = new Script();
  private static KubernetesClient upstream;
  private static FaultProxy proxy;
  private static KubernetesClient client;

  /** Answers with codes that a test states, one after the other; then takes what it is given. */
  private static final class Script implements Fault {
    private final Deque<Integer> codes = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private String body = "";

    /** What the kinds of this server do not have. */
    private String unknown = "none";

    /** Who stands between takes it away before the server looks at it. */
    private boolean unseen;

    /** What was stored, and not only tried. */
    private final List<String> stored = new ArrayList<>();

    @Override
    public synchronized Answer instead(Request request) {
      body = new String(request.body(), StandardCharsets.UTF_8);
      asked.add(
          request.method()
              + " "
              + request.path()
              + (request.query().isEmpty() ? "" : "?" + request.query()));
      int code = codes.isEmpty() ? 200 : codes.remove();
      if (code != 200) {
        return Answer.status(code, "Reason" + code);
      }
      if (request.method().equals("GET")) {
        return Answer.json(200, json(ledger("7", null)));
      }
      if (request.query().contains("fieldValidation=Strict") && !unseen && lacksAny(body)) {
        return Answer.json(400, strict(body));
      }
      if (!request.query().contains("dryRun")) {
        stored.add(known(body));
      }
      return Answer.json(200, known(body));
    }

    private boolean lacksAny(String body) {
      return !known(body).equals(Serialization.unmarshal(body, JsonNode.class).toString());
    }

    /** As Kubernetes 1.36.3 answers. */
    private String strict(String body) {
      String kind = Serialization.unmarshal(body, JsonNode.class).path("kind").asText();
      String message =
          "%s in version \"v1alpha1\" cannot be handled as a %s: strict decoding error: unknown field \"spec.x.%s\", unknown field \"spec.y.%s\""
              .formatted(kind, kind, unknown, unknown);
      return json(
          new StatusBuilder()
              .withStatus("Failure")
              .withCode(400)
              .withReason("BadRequest")
              .withMessage(message)
              .build());
    }
  }

  /** The same without a field that the kinds do not have, which nobody is told. */
  private static String known(String body) {
    JsonNode tree = Serialization.unmarshal(body, JsonNode.class);
    tree.findParents(SCRIPT.unknown)
        .forEach(parent -> ((ObjectNode) parent).remove(SCRIPT.unknown));
    return tree.toString();
  }

  @BeforeAll
  static void start() {
    upstream = OperatorUnderTest.clientOf(9);
    proxy = new FaultProxy(upstream.getConfiguration(), SCRIPT);
    client = proxy.client();
  }

  @AfterAll
  static void stop() {
    client.close();
    proxy.close();
    upstream.close();
  }

  @BeforeEach
  void forget() {
    SCRIPT.unknown = "none";
    SCRIPT.unseen = false;
    SCRIPT.stored.clear();
    SCRIPT.codes.clear();
    SCRIPT.asked.clear();
  }

  private static String json(Object object) {
    return Serialization.asJson(object);
  }

  /** A ledger of a version that remembers what was signed last. */
  private static DecisionLedger ledger(String version, String signed) {
    DecisionLedger ledger = new DecisionLedger();
    ledger.setMetadata(
        new ObjectMetaBuilder()
            .withName("decisions")
            .withUid("u")
            .withResourceVersion(version)
            .build());
    if (signed != null) {
      ledger
          .getMetadata()
          .setAnnotations(Map.of("placement.bleu.cloud/last-checkpoint", signed, "team", "a"));
    }
    ledger.setSpec(new DecisionLedgerSpec(5L, HASH, List.of(), List.of()));
    return ledger;
  }

  /** Codes that the server answers with: what is asked, and the sequence that is read. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | GET | 5",
        "404 200 | GET POST | 0",
        // somebody else created it meanwhile: what is there counts
        "404 409 200 | GET POST GET | 5",
        "403 | GET | ",
        "404 403 | GET POST | ",
        "404 409 404 | GET POST GET | ",
      })
  void reads(String codes, String asked, Long sequence) {
    for (String code : codes.split(" ")) {
      SCRIPT.codes.add(Integer.parseInt(code));
    }
    LedgerStore store = new LedgerStore(client);
    if (sequence == null) {
      assertThrows(RuntimeException.class, store::read);
    } else {
      assertEquals(sequence, store.read().getSpec().sequence());
    }
    List<String> expected = new ArrayList<>();
    for (String method : asked.split(" ")) {
      expected.add(
          method.equals("POST")
              ? "POST " + LEDGERS + "?fieldManager=bleu-ledger&fieldValidation=Strict"
              : "GET " + LEDGERS + "/decisions");
    }
    assertEquals(expected, SCRIPT.asked);
  }

  /** Of whichever reason the version is not the newest any more: it is a conflict. */
  @ParameterizedTest
  @CsvSource({"200, ", "409, conflict", "404, conflict", "403, other", "422, other"})
  void writesOverTheVersionThatWasRead(int code, String failure) throws LedgerConflictException {
    SCRIPT.codes.add(code);
    LedgerStore store = new LedgerStore(client);
    DecisionLedgerSpec spec = new DecisionLedgerSpec(6L, HASH, List.of(), List.of());
    DecisionLedger read = ledger("7", null);
    if (failure == null) {
      assertEquals(6, store.write(read, spec, null, PendingMoves.NONE).getSpec().sequence());
    } else {
      Class<? extends Exception> thrown =
          failure.equals("conflict")
              ? LedgerConflictException.class
              : KubernetesClientException.class;
      assertThrows(thrown, () -> store.write(read, spec, null, PendingMoves.NONE));
    }
    assertEquals(List.of(PUT), SCRIPT.asked);
    DecisionLedger sent = Serialization.unmarshal(SCRIPT.body, DecisionLedger.class);
    assertEquals("7", sent.getMetadata().getResourceVersion());
    assertEquals(5, read.getSpec().sequence(), "what was read stays as it was");
  }

  /** What was signed last is remembered; an earlier head never takes its place. */
  @ParameterizedTest
  @CsvSource({
    // remembered, signed last, none of either: whether it is news, what is remembered then
    ", , false, ",
    ", 3, true, 3",
    "3, , false, 3",
    "3, 3, false, 3",
    "3, 4, true, 4",
    "4, 3, false, 4",
    // what somebody wrote there is nothing
    "x, 3, true, 3",
    "0, 3, true, 3",
  })
  void remembersWhatWasSigned(String known, Long signed, boolean news, Long then)
      throws LedgerConflictException {
    DecisionLedger read = ledger("7", known == null ? null : known + " " + HASH);
    SignedHead head = signed == null ? null : new SignedHead(signed, HASH);
    assertEquals(news, LedgerStore.isNews(head, read));
    DecisionLedger written =
        new LedgerStore(client).write(read, read.getSpec(), head, PendingMoves.NONE);
    SignedHead remembered = LedgerStore.signed(written);
    assertEquals(then, remembered == null ? null : remembered.sequence());
    if (known != null) {
      assertEquals("a", written.getMetadata().getAnnotations().get("team"), "others' stay");
    }
  }

  /** Created, updated or asked about: which request, by whose field manager. */
  @ParameterizedTest
  @CsvSource({
    "create, , POST /apis/v1/namespaces/shop/configmaps?fieldManager=m&fieldValidation=Strict",
    "update, 7, PUT /apis/v1/namespaces/shop/configmaps/web?fieldManager=m&fieldValidation=Strict",
    "ask, , POST /apis/v1/namespaces/shop/configmaps?dryRun=All&fieldManager=m",
    "ask, 7, PUT /apis/v1/namespaces/shop/configmaps/web?dryRun=All&fieldManager=m",
  })
  void writesAreManaged(String verb, String version, String asked) {
    ManagedWrites writes = new ManagedWrites(client, "m");
    ConfigMap map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("web")
            .withNamespace("shop")
            .withResourceVersion(version)
            .endMetadata()
            .build();
    switch (verb) {
      case "create" -> assertEquals(map, writes.create(map));
      case "update" -> assertEquals(map, writes.update(map));
      default -> writes.ask(map);
    }
    assertEquals(List.of(asked), SCRIPT.asked);
  }

  /** Older kinds drop what they do not have: nothing is written then, for the chain would break. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "none | ",
        "evacuation | spec.entries[0].evacuation",
        "otherZones | spec.entries[0].evacuation[0].otherZones",
        "keeps | spec.entries[0].evacuation[0].keeps",
        // Also fields that the decision at hand does without.
        "through | spec.entries[0].evacuation[0].to[0].through",
        "from | spec.entries[0].evacuation[0].losses[0].from",
        "evicts | spec.entries[0].evacuation[0].evicts",
      })
  void kindsThatDropWhatIsDecidedAreRefused(String unknown, String field)
      throws LedgerConflictException {
    SCRIPT.unknown = unknown;
    LedgerStore store = new LedgerStore(client);
    DecisionLedgerSpec spec = new DecisionLedgerSpec(6L, HASH, List.of(decision()), List.of());
    DecisionLedger read = ledger("7", null);
    if (field == null) {
      store.write(read, spec, null, PendingMoves.NONE);
      store.write(read, spec, null, PendingMoves.NONE);
      assertEquals(List.of(ASK, PUT, PUT), SCRIPT.asked);
      return;
    }
    KubernetesClientException e =
        assertThrows(
            KubernetesClientException.class,
            () -> store.write(read, spec, null, PendingMoves.NONE));
    assertEquals(
        "the API server refuses it: it does not keep "
            + field
            + " of a DecisionLedger: its kinds are older than this operator; apply the kinds of"
            + " this release, with `kubectl apply --server-side -f crds` or with"
            + " `crds.enabled=true` of the chart, it is tried again by itself",
        e.getMessage());
    assertEquals(List.of(ASK), SCRIPT.asked);
  }

  /**
   * Older kinds may come after the question: nothing is stored short, the refusal says what to
   * apply, and the question is asked again.
   */
  @ParameterizedTest
  @ValueSource(strings = {"through", "evicts", "evacuation", "inputs"})
  void nothingIsStoredShortWhereOlderKindsComeAfterTheQuestion(String unknown)
      throws LedgerConflictException {
    LedgerStore store = new LedgerStore(client);
    DecisionLedger read = ledger("7", null);
    write(store, read, decision());
    SCRIPT.unknown = unknown;
    SCRIPT.stored.clear();
    KubernetesClientException e =
        assertThrows(KubernetesClientException.class, () -> write(store, read, SampleEntry.of()));
    assertEquals(List.of(), SCRIPT.stored);
    assertEquals(
        "the API server refuses it: it does not keep spec.x."
            + unknown
            + " of a DecisionLedger: its kinds are older than this operator; apply the kinds of"
            + " this release, with `kubectl apply --server-side -f crds` or with"
            + " `crds.enabled=true` of the chart, it is tried again by itself",
        e.getMessage());
    SCRIPT.asked.clear();
    assertThrows(KubernetesClientException.class, () -> write(store, read, SampleEntry.of()));
    assertEquals(List.of(ASK), SCRIPT.asked);
    SCRIPT.unknown = "none";
    DecisionLedger written = write(store, read, SampleEntry.of());
    assertEquals(List.of(SampleEntry.of()), written.getSpec().entries());
  }

  /** What somebody between took away is told; what the server adds is no matter. */
  @ParameterizedTest
  @CsvSource({"none, false", "through, true", "inputs, true"})
  void onlyALostFieldIsTold(String unknown, boolean told) throws LedgerConflictException {
    LedgerStore store = new LedgerStore(client);
    DecisionLedger read = ledger("7", null);
    write(store, read, decision());
    SCRIPT.unknown = unknown;
    SCRIPT.unseen = true;
    if (told) {
      KubernetesClientException e =
          assertThrows(KubernetesClientException.class, () -> write(store, read, SampleEntry.of()));
      assertTrue(e.getMessage().contains("it does not keep spec.entries[0]."), e.getMessage());
    } else {
      write(store, read, SampleEntry.of());
    }
  }

  private static DecisionLedger write(
      LedgerStore store, DecisionLedger read, DecisionLedgerSpec.Entry entry)
      throws LedgerConflictException {
    DecisionLedgerSpec spec = new DecisionLedgerSpec(6L, HASH, List.of(entry), List.of());
    return store.write(read, spec, null, PendingMoves.NONE);
  }

  /** The same of a placement: by the question before, and by the write. */
  @ParameterizedTest
  @CsvSource({"none, false, false", "evacuation, false, true", "evacuation, true, true"})
  void placementsThatAreNotKeptAreRefused(String unknown, boolean unseen, boolean refused) {
    SCRIPT.unknown = unknown;
    SCRIPT.unseen = unseen;
    PlacementWriter writer = new PlacementWriter(client, namespace -> true);
    SCRIPT.codes.add(404);
    var asked =
        writer.ask(
            new ProposedDecision(
                new WorkloadId("shop", "web"),
                "u",
                HASH,
                null,
                "InputChanged",
                decision().assignments(),
                decision().evacuation(),
                0));
    var written = writer.carryOut(decision(), RecentMoves.NONE, true);
    for (var refusal : java.util.Arrays.asList(asked, written)) {
      assertEquals(refused, refusal != null && refusal.source() == Refusal.Source.Dropped);
    }
    assertEquals(!refused || unseen ? 1 : 0, SCRIPT.stored.size());
  }

  private static DecisionLedgerSpec.Entry decision() {
    return new DecisionLedgerSpec.Entry(
        6L,
        HASH,
        new DecisionLedgerSpec.Subject("shop", "web", "u"),
        HASH,
        null,
        "InputChanged",
        List.of(new Assignment("a", 2, null, null)),
        List.of(
            new Evacuation(
                List.of(),
                true,
                List.of(),
                List.of(new Evacuation.Target(List.of("b"), null, 2)),
                List.of(),
                0)),
        null,
        null);
  }

  @Test
  void anUpdateNamesTheVersionThatWasRead() {
    ManagedWrites writes = new ManagedWrites(client, "m");
    DecisionLedger unread = ledger(null, null);
    assertThrows(IllegalArgumentException.class, () -> writes.update(unread));
    assertEquals(List.of(), SCRIPT.asked);
  }
}
