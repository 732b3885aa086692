package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec;
import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.apiserver.StillClock;
import cloud.bleu.evidence.chain.SignedHead;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.placement.model.WorkloadId;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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
      "PUT " + LEDGERS + "/decisions?dryRun=All&fieldManager=bleu-ledger&fieldValidation=Strict";

  private static final Script SCRIPT = new Script();
  private static KubernetesClient upstream;
  private static FaultProxy proxy;
  private static KubernetesClient client;
  private final StillClock time = new StillClock();

  /** Answers with codes that a test states, one after the other; then takes what it is given. */
  private static final class Script implements Fault {
    private final Deque<Integer> codes = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private String body = "";

    /** What the kinds of this server do not have. */
    private String unknown = "none";

    /** Changes what is written once the server has looked at it. */
    private Consumer<JsonNode> webhook = object -> {};

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
        return Answer.json(
            200,
            request.about("decisionledgers")
                ? json(ledger("7", null))
                : stored.get(stored.size() - 1));
      }
      if (request.query().contains("fieldValidation=Strict")
          && !OlderKinds.unknown(body, unknown).isEmpty()) {
        return Answer.json(400, OlderKinds.strict(body, unknown));
      }
      ObjectNode written =
          (ObjectNode) Serialization.unmarshal(OlderKinds.known(body, unknown), JsonNode.class);
      webhook.accept(written);
      if (!request.query().contains("dryRun")) {
        if (request.about("workloadplacements")) {
          ((ObjectNode) written.path("metadata")).put("resourceVersion", "1" + stored.size());
        }
        stored.add(written.toString());
      }
      return Answer.json(200, written.toString());
    }
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
    SCRIPT.webhook = object -> {};
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
    LedgerStore store = new LedgerStore(client, time::nanos);
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
    LedgerStore store = new LedgerStore(client, time::nanos);
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
        new LedgerStore(client, time::nanos).write(read, read.getSpec(), head, PendingMoves.NONE);
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
    "ask, , POST"
        + " /apis/v1/namespaces/shop/configmaps?dryRun=All&fieldManager=m&fieldValidation=Strict",
    "ask, 7, PUT"
        + " /apis/v1/namespaces/shop/configmaps/web?dryRun=All&fieldManager=m&fieldValidation=Strict",
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
        "packed | spec.entries[0].evacuation[0].packed",
        "bytes | spec.entries[0].evacuation[0].packed.bytes",
      })
  void kindsThatDropWhatIsDecidedAreRefused(String unknown, String field)
      throws LedgerConflictException {
    SCRIPT.unknown = unknown;
    LedgerStore store = new LedgerStore(client, time::nanos);
    DecisionLedgerSpec spec = new DecisionLedgerSpec(6L, HASH, List.of(decision()), List.of());
    DecisionLedger read = ledger("7", null);
    if (field == null) {
      store.write(read, spec, null, PendingMoves.NONE);
      store.write(read, spec, null, PendingMoves.NONE);
      assertEquals(List.of(ASK, PUT, PUT), SCRIPT.asked);
      return;
    }
    LedgerRefusedException e =
        assertThrows(
            LedgerRefusedException.class, () -> store.write(read, spec, null, PendingMoves.NONE));
    assertEquals(
        "the API server refuses it: it does not keep "
            + field
            + " of a DecisionLedger: its kinds are older than this operator; apply the kinds of"
            + " this release, with `kubectl apply --server-side -f crds --force-conflicts` or with"
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
    LedgerStore store = new LedgerStore(client, time::nanos);
    DecisionLedger read = ledger("7", null);
    write(store, read, decision());
    SCRIPT.unknown = unknown;
    SCRIPT.stored.clear();
    LedgerRefusedException e =
        assertThrows(LedgerRefusedException.class, () -> write(store, read, SampleEntry.of()));
    assertEquals(List.of(), SCRIPT.stored);
    assertEquals(
        "the API server refuses it: it does not keep "
            + OlderKinds.unknown(SCRIPT.body, unknown).get(0)
            + " of a DecisionLedger: its kinds are older than this operator; apply the kinds of"
            + " this release, with `kubectl apply --server-side -f crds --force-conflicts` or with"
            + " `crds.enabled=true` of the chart, it is tried again by itself",
        e.getMessage());
    SCRIPT.asked.clear();
    assertThrows(KubernetesClientException.class, () -> write(store, read, SampleEntry.of()));
    assertEquals(List.of(ASK), SCRIPT.asked);
    SCRIPT.unknown = "none";
    DecisionLedger written = write(store, read, SampleEntry.of());
    assertEquals(List.of(SampleEntry.of()), written.getSpec().entries());
  }

  /** What somebody between took away is not stored: it is told, until it is stored as sent. */
  @ParameterizedTest
  @CsvSource({
    "none, ",
    "through, spec.entries[0].evacuation[0].to[0].through",
    "inputs, spec.entries[0].inputs",
  })
  void whatAWebhookTakesAwayIsStoredAndTold(String taken, String field)
      throws LedgerConflictException {
    LedgerStore store = new LedgerStore(client, time::nanos);
    DecisionLedger read = ledger("7", null);
    write(store, read, decision());
    SCRIPT.webhook =
        object -> object.findParents(taken).forEach(parent -> ((ObjectNode) parent).remove(taken));
    DecisionLedger written = write(store, read, SampleEntry.of());
    assertEquals(List.of(SampleEntry.of()), written.getSpec().entries(), "as it was sent");
    assertEquals(2, SCRIPT.stored.size());
    Refusal refusal = store.altered();
    assertEquals(
        field == null
            ? null
            : "an admission webhook or policy changes it: "
                + field
                + " of a DecisionLedger is not what was sent; let it leave as it is what the"
                + " operator writes, it is tried again by itself",
        refusal == null ? null : refusal.sentence());
    DecisionLedgerSpec empty = new DecisionLedgerSpec(6L, HASH, List.of(), List.of());
    store.write(written, empty, null, PendingMoves.NONE);
    assertEquals(refusal, store.altered(), "there was nothing to change in it");
    SCRIPT.webhook = object -> {};
    write(store, written, SampleEntry.of());
    assertNull(store.altered());
  }

  /**
   * Nor is what somebody between added: a home, and an entry in a ledger that is sent without any.
   * Who takes over would carry that out.
   */
  @ParameterizedTest
  @CsvSource({"true, spec.entries[0].assignments[0].home", "false, spec.entries"})
  void whatAWebhookAddsIsStoredAndTold(boolean home, String field) throws LedgerConflictException {
    LedgerStore store = new LedgerStore(client, time::nanos);
    List<DecisionLedgerSpec.Entry> sent = home ? List.of(moved("a")) : List.of();
    JsonNode added = Serialization.jsonMapper().valueToTree(moved("a"));
    SCRIPT.webhook =
        object -> {
          if (home) {
            ((ObjectNode) object.at("/spec/entries/0/assignments/0")).put("home", 1);
          } else {
            ((ObjectNode) object.path("spec")).putArray("entries").add(added);
          }
        };
    DecisionLedgerSpec spec = new DecisionLedgerSpec(6L, HASH, sent, List.of());
    DecisionLedger written = store.write(ledger("7", null), spec, null, PendingMoves.NONE);
    assertEquals(sent, written.getSpec().entries(), "as it was sent");
    assertEquals(1, SCRIPT.stored.size());
    assertTrue(store.altered().sentence().contains(" " + field + " of a"));
    // It is read in another version, and still as it is stored.
    DecisionLedger read = Serialization.unmarshal(SCRIPT.stored.get(0), DecisionLedger.class);
    read.getMetadata().setResourceVersion("8");
    assertEquals(sent, entries(store.asSent(read)));
    assertNotNull(store.altered());
    SCRIPT.webhook = object -> {};
    write(store, written, moved("a"));
    assertNull(store.altered());
  }

  /**
   * A write that takes all entries out and is not answered leaves the head as it was. It counts as
   * stored where the ledger is empty then, and not where an entry stands there.
   */
  @ParameterizedTest
  @CsvSource({"false, true", "true, false"})
  void anEmptyLedgerIsStoredOnlyWhereItIsReadEmpty(boolean stands, boolean known) {
    LedgerStore store = new LedgerStore(client, time::nanos);
    DecisionLedger before = ledger("7", null);
    before.setSpec(new DecisionLedgerSpec(5L, HASH, List.of(moved("a")), List.of()));
    DecisionLedgerSpec empty = new DecisionLedgerSpec(5L, HASH, List.of(), List.of());
    SCRIPT.codes.add(403);
    assertThrows(Exception.class, () -> store.write(before, empty, null, PendingMoves.NONE));
    DecisionLedger read = ledger("8", null);
    read.setSpec(stands ? before.getSpec() : empty);
    assertEquals(known ? List.of() : null, entries(store.asSent(read)));
  }

  /**
   * A write that failed is known as it was sent once its head is read; then what is read is held to
   * it. One that leaves the head as it was is not known by that.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // number that is sent, how that ends, version and number that are read: known, told
        "6 | 403 | 8 | 6 | true  | true",
        "6 | 409 | 8 | 6 | true  | true",
        "6 | 403 | 7 | 5 | false | false",
        "6 | 403 | 8 | 5 | false | false",
        "6 | 403 | 8 | 7 | false | false",
        "5 | 403 | 8 | 5 | false | false",
        "5 | 409 | 8 | 5 | false | false",
        "5 | 409 | 7 | 5 | false | false",
      })
  void whatIsReadAfterAFailureIsHeldToWhatWasSent(
      long sent, int code, String version, long number, boolean known, boolean told)
      throws LedgerConflictException {
    LedgerStore store = new LedgerStore(client, time::nanos);
    DecisionLedgerSpec spec = new DecisionLedgerSpec(sent, HASH, List.of(moved("a")), List.of());
    SCRIPT.codes.add(code);
    assertThrows(
        Exception.class, () -> store.write(ledger("7", null), spec, null, PendingMoves.NONE));
    for (int i = 0; i < 2; i++) {
      DecisionLedger read = ledger(version, null);
      read.setSpec(new DecisionLedgerSpec(number, HASH, List.of(moved("elsewhere")), List.of()));
      LedgerStore.Sent found = store.asSent(read);
      assertEquals(known ? List.of(moved("a")) : null, entries(found));
      assertEquals(told, store.altered() != null);
      // What comes to nothing takes nothing of it.
      SCRIPT.codes.add(403);
      DecisionLedgerSpec next = new DecisionLedgerSpec(9L, HASH, List.of(), List.of());
      assertThrows(Exception.class, () -> store.write(read, next, null, PendingMoves.NONE));
      assertEquals(known ? List.of(moved("a")) : null, entries(store.asSent(read)));
    }
  }

  /**
   * A write that is carried out after the ledger was read again, and while the next ones fail: it
   * is known as it was sent, and those are not taken for stored.
   */
  @ParameterizedTest
  @CsvSource({"1, 403", "1, 409", "3, 403"})
  void whatIsStoredAfterItWasReadAgainIsHeldToWhatWasSent(int later, int code) {
    LedgerStore store = new LedgerStore(client, time::nanos);
    DecisionLedger before = ledger("7", null);
    DecisionLedger stored = ledger("8", null);
    stored.setSpec(new DecisionLedgerSpec(6L, HASH, List.of(moved("elsewhere")), List.of()));
    for (int i = 0; i <= later; i++) {
      String zone = i == 0 ? "a" : "b";
      DecisionLedgerSpec next =
          new DecisionLedgerSpec(6L + i, HASH, List.of(moved(zone)), List.of());
      SCRIPT.codes.add(i == 0 ? 403 : code);
      assertThrows(Exception.class, () -> store.write(before, next, null, PendingMoves.NONE));
      if (i < later) {
        assertNull(store.asSent(before));
      }
    }
    LedgerStore.Sent found = store.asSent(stored);
    assertEquals(List.of(moved("a")), entries(found));
    assertEquals(List.of(moved("a")), found.decided());
    assertNotNull(store.altered());
  }

  /** What was changed is told until it is as it was sent: written, or read. */
  @ParameterizedTest
  @CsvSource({
    // what is read again, and whether it is told after that
    "a, false",
    "elsewhere, true",
    ", true",
  })
  void whatIsReadAsItWasSentIsNotToldAnyMore(@Nullable String zone, boolean told)
      throws LedgerConflictException {
    LedgerStore store = new LedgerStore(client, time::nanos);
    SCRIPT.webhook =
        object ->
            ((ObjectNode) object.at("/spec/entries/0/assignments/0")).put("zone", "elsewhere");
    DecisionLedger written = write(store, ledger("7", null), moved("a"));
    assertNotNull(store.altered());
    DecisionLedger read = ledger("8", null);
    read.setSpec(
        new DecisionLedgerSpec(
            written.getSpec().sequence(),
            HASH,
            zone == null ? List.of() : List.of(moved(zone)),
            List.of()));
    LedgerStore.Sent found = store.asSent(read);
    assertEquals(List.of(moved("a")), entries(found));
    assertEquals(List.of(), found.decided(), "it was answered");
    assertEquals(told, store.altered() != null);
  }

  /** An annotation that is kept again shows it as well as an entry does. */
  @Test
  void anAnnotationThatIsKeptAgainIsNotToldAnyMore() throws LedgerConflictException {
    LedgerStore store = new LedgerStore(client, time::nanos);
    DecisionLedger read = ledger("7", null);
    SCRIPT.webhook = object -> ((ObjectNode) object.path("metadata")).remove("annotations");
    DecisionLedgerSpec empty = read.getSpec();
    SignedHead signed = new SignedHead(3, HASH);
    DecisionLedger written = store.write(read, empty, signed, PendingMoves.NONE);
    assertTrue(store.altered().sentence().contains("metadata.annotations." + LedgerStore.SIGNED));
    store.write(ledger("8", null), empty, null, PendingMoves.NONE);
    assertNotNull(store.altered(), "there was nothing to take away");
    write(store, ledger("8", null), moved("a"));
    assertNotNull(store.altered(), "an entry that is kept is no annotation");
    SCRIPT.webhook = object -> {};
    store.write(written, empty, null, PendingMoves.NONE);
    assertNull(store.altered());
  }

  /**
   * A write that leaves the head as it was is stored only where all of it is: somebody's annotation
   * is another version of the ledger as well, and what was signed is remembered by the next write.
   */
  @ParameterizedTest
  @CsvSource({"true, false", "false, true"})
  void aCheckpointIsRememberedOnceItIsStored(boolean stored, boolean news)
      throws LedgerConflictException {
    LedgerStore store = new LedgerStore(client, time::nanos);
    DecisionLedger read = ledger("7", null);
    DecisionLedger answered = store.write(read, read.getSpec(), null, PendingMoves.NONE);
    SignedHead signed = new SignedHead(3, HASH);
    SCRIPT.codes.add(409);
    assertThrows(
        LedgerConflictException.class,
        () -> store.write(answered, read.getSpec(), signed, PendingMoves.NONE));
    DecisionLedger later = ledger("8", stored ? signed.text() : null);
    LedgerStore.Sent found = store.asSent(later);
    assertNotNull(found);
    assertEquals(news, LedgerStore.isNews(signed, found.ledger()));
  }

  /** One that is added is over with a write that is kept without it. */
  @Test
  void anAnnotationThatIsNotAddedAnyMoreIsNotToldAnyMore() throws LedgerConflictException {
    LedgerStore store = new LedgerStore(client, time::nanos);
    SCRIPT.webhook =
        object ->
            ((ObjectNode) object.path("metadata"))
                .putObject("annotations")
                .put(LedgerStore.SIGNED, "9 " + HASH);
    DecisionLedger written = write(store, ledger("7", null), moved("a"));
    assertTrue(store.altered().sentence().contains("metadata.annotations." + LedgerStore.SIGNED));
    SCRIPT.webhook = object -> {};
    write(store, written, moved("b"));
    assertNull(store.altered());
  }

  private static @Nullable List<DecisionLedgerSpec.Entry> entries(LedgerStore.@Nullable Sent sent) {
    return sent == null ? null : sent.ledger().getSpec().entries();
  }

  private static DecisionLedgerSpec.Entry moved(String zone) {
    DecisionLedgerSpec.Entry e = decision();
    return new DecisionLedgerSpec.Entry(
        e.sequence(),
        e.previous(),
        e.workload(),
        e.digest(),
        e.asOf(),
        e.cause(),
        List.of(new Assignment(zone, 2, null, null)),
        List.of(),
        e.time(),
        e.inputs());
  }

  /**
   * What a webhook makes of a placement: another value, what is gone, or a field that was not
   * decided, is not what was decided; a number in another form, or a field of nobody's, is no
   * matter.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/assignments/0/zone | \"elsewhere\" | spec.assignments[0].zone",
        "/assignments/0/replicas | 3 | spec.assignments[0].replicas",
        "/assignments/0/replicas | \"2\" | ",
        "/assignments/0/home | 1 | spec.assignments[0].home",
        "/assignments | [] | spec.assignments",
        "/assignments | [{\"zone\":\"a\",\"replicas\":2},{\"zone\":\"b\",\"replicas\":1}] |"
            + " spec.assignments[1]",
        "/assignments | null | spec.assignments",
        "/evacuation/0/otherZones | false | spec.evacuation[0].otherZones",
        "/decision/sequence | 7 | spec.decision.sequence",
        "/added | {\"by\":\"somebody\"} | ",
      })
  void whatAWebhookMakesOfAPlacementIsNotTakenForIt(String where, String value, String field)
      throws JsonProcessingException {
    int name = where.lastIndexOf('/');
    JsonNode made = Serialization.jsonMapper().readTree(value);
    SCRIPT.webhook =
        object ->
            ((ObjectNode) object.at("/spec" + where.substring(0, name)))
                .set(where.substring(name + 1), made);
    PlacementWriter writer = new PlacementWriter(client, namespace -> true);
    Refusal refusal = writer.carryOut(decision(), RecentMoves.NONE, true);
    assertEquals(
        field == null
            ? null
            : "an admission webhook or policy changes it: "
                + field
                + " of a WorkloadPlacement is not what was sent; let it leave as it is what the"
                + " operator writes, it is tried again by itself",
        refusal == null ? null : refusal.sentence());
  }

  /** Nor when it is tried again: until it is as decided it is written, and then no more. */
  @Test
  void placementThatAWebhookChangesIsNotCarriedOutBeforeItIsAsDecided() {
    PlacementWriter writer = new PlacementWriter(client, namespace -> true);
    SCRIPT.webhook = o -> ((ObjectNode) o.at("/spec/assignments/0")).put("zone", "elsewhere");
    for (int i = 0; i < 3; i++) {
      Refusal refusal = writer.carryOut(decision(), RecentMoves.NONE, i == 0);
      assertEquals(Refusal.Source.Altered, refusal.source());
      assertEquals(i + 1, SCRIPT.stored.size());
    }
    SCRIPT.webhook = object -> {};
    for (int i = 0; i < 2; i++) {
      assertNull(writer.carryOut(decision(), RecentMoves.NONE, false));
      assertEquals(4, SCRIPT.stored.size());
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
  @CsvSource({"none, ", "evacuation, spec.evacuation", "zone, spec.assignments[0].zone"})
  void placementsThatAreNotKeptAreRefused(String unknown, String field) {
    SCRIPT.unknown = unknown;
    PlacementWriter writer = new PlacementWriter(client, namespace -> true);
    SCRIPT.codes.add(404);
    var asked =
        writer.ask(
            LaterDecision.of(
                new WorkloadId("shop", "web"),
                "u",
                HASH,
                null,
                "InputChanged",
                decision().assignments(),
                decision().evacuation(),
                0));
    var written = writer.carryOut(decision(), RecentMoves.NONE, true);
    assertEquals(asked, written);
    assertEquals(
        field == null
            ? null
            : "it does not keep "
                + field
                + " of a WorkloadPlacement: its kinds are older than this operator",
        written == null ? null : written.words());
    assertEquals(field == null ? 1 : 0, SCRIPT.stored.size());
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
