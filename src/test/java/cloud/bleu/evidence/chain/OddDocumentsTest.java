package cloud.bleu.evidence.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.evidence.input.RecordedInputsTest;
import cloud.bleu.evidence.record.CanonicalJson;
import cloud.bleu.evidence.record.Digest;
import cloud.bleu.evidence.record.JsonTree;
import cloud.bleu.evidence.verification.Verification;
import cloud.bleu.ledger.RecordedDays;
import cloud.bleu.placement.RandomEstates;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.translate.policy.OwnRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Documents under their own digest that no recorder wrote: they never end the check. */
class OddDocumentsTest {

  private static final KeyPair KEYS = SigningKey.generate();
  private static final String WHY = "the inputs cannot be read here: ";

  @TempDir Path export;
  private ChainLine end;

  private interface Odd {
    Object of(Object held) throws IOException;
  }

  private record Case(String name, String field, Odd odd, String why) {}

  @BeforeEach
  void record() throws IOException {
    try (ChainExport open = ChainExport.open(export)) {
      RecordedDays days = new RecordedDays(open);
      RandomEstates random = new RandomEstates(1);
      for (Estate estate = random.fresh(); days.sequence() == 0; estate = random.fresh()) {
        if (RecordedInputsTest.isOfTheCatalogue(estate)) {
          days.pass(estate);
        }
      }
      days.sign(SigningKey.signer(SigningKey.pem(KEYS.getPrivate())));
      end = open.last();
    }
  }

  private Stream<Case> cases() {
    return Stream.of(
        new Case("a word for an instant", "now", held -> "x", "x is no Instant"),
        new Case("a number for an instant", "now", held -> 7L, "7 is no Instant"),
        new Case(
            "an instant out of all time",
            "now",
            held -> "+9999999999-01-01T00:00:00Z",
            "is no Instant"),
        new Case(
            "a list of nulls",
            "zones",
            held -> List.of(document("[null]")),
            "null stands in a list"),
        new Case(
            "a zone of nothing",
            "zones",
            held -> List.of(document("[{}]")),
            "a part of Zone is missing"),
        new Case(
            "a zone that is a number",
            "zones",
            held -> List.of(document("[5]")),
            "an object is expected"),
        new Case("workloads for zones", "zones", held -> workloads(), "not known here"),
        new Case("a path for a digest", "zones", held -> List.of("sha256:\u0000"), ""),
        new Case("no list of zones", "zones", held -> List.of(document("{}")), ""));
  }

  private Object workloads() throws IOException {
    return root().get("workloads");
  }

  private Map<String, Object> root() throws IOException {
    return JsonTree.object(Files.readString(EvidenceFiles.input(export, end.text("inputs", ""))));
  }

  @TestFactory
  Stream<DynamicTest> oddDocumentIsSaidInASentence() {
    return cases().map(one -> DynamicTest.dynamicTest(one.name(), () -> isSaid(one)));
  }

  private void isSaid(Case one) throws IOException {
    TreeMap<String, Object> root = new TreeMap<>(root());
    root.put(one.field(), one.odd().of(root.get(one.field())));
    List<String> said = reasons(document(CanonicalJson.text(root)));
    assertEquals(1, said.size(), said.toString());
    assertTrue(said.get(0).startsWith(WHY) && said.get(0).contains(one.why()), said.toString());
    assertFalse(said.get(0).contains("Exception"), said.toString());
    assertFalse(said.get(0).contains("null\""), said.toString());
  }

  /** Each field of a root in turn: none may end the check, or show the name of an exception. */
  @TestFactory
  Stream<DynamicTest> noFieldEndsTheCheck() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String field : root().keySet()) {
      for (Object odd :
          List.of("x", 7L, true, List.of("x"), Map.of("x", "y"), List.of(List.of()))) {
        tests.add(
            DynamicTest.dynamicTest(
                field + " is " + odd,
                () -> {
                  TreeMap<String, Object> root = new TreeMap<>(root());
                  root.put(field, odd);
                  reasons(document(CanonicalJson.text(root)))
                      .forEach(r -> assertFalse(r.contains("Exception"), r));
                }));
      }
    }
    return tests.stream();
  }

  private String document(String text) throws IOException {
    String digest = "sha256:" + Digest.hexOf(text);
    Files.writeString(EvidenceFiles.input(export, digest), text);
    return digest;
  }

  /** Why the decisions that an appended entry adds are not evaluated. */
  private List<String> reasons(String inputs) throws IOException {
    Path segment = EvidenceFiles.segments(export).get(0);
    String whole = Files.readString(segment);
    ChainLine line =
        ChainLine.of(
            Map.of(
                "sequence",
                end.sequence() + 1,
                "previous",
                end.hash(),
                "workload",
                Map.of("namespace", "default", "name", "a", "uid", "u"),
                "cause",
                "SpecChanged",
                "inputs",
                inputs));
    Files.writeString(segment, line.text() + "\n", StandardOpenOption.APPEND);
    try {
      return List.copyOf(
          Verification.verify(
                  export,
                  List.of(KEYS.getPublic()),
                  List.of(),
                  OwnRules::of,
                  Instant.parse("2027-06-01T00:00:00Z"))
              .notEvaluated()
              .keySet());
    } finally {
      Files.writeString(segment, whole);
    }
  }
}
