package cloud.bleu.evidence.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.record.CanonicalJson;
import cloud.bleu.evidence.record.JsonTree;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts as taking back a fact for which somebody vouches. */
class AttestationsTest {

  private static final String BEFORE =
      """
      {"legalEntity":{"name":"Acme","provenance":{"asOf":"2026-01-01","basis":"RegulatorList","checkedBy":"Jeanne","source":"list"}},
       "offerings":[{"name":"base","qualifications":[
          {"layers":["IaaS"],"provenance":{"basis":"RegulatorList"},"scheme":"SecNumCloud","version":"3.2"},
          {"layers":["CaaS"],"provenance":{"basis":"RegulatorList"},"scheme":"SecNumCloud","version":"3.2"}],"regions":["north"]}],
       "ownership":{"holders":[{"name":"A"}],"provenance":{"basis":"Assumption"}},
       "site":"s-1","siteProvenance":{"basis":"Observation"},
       "suppliers":[{"name":"M","country":"US","provenance":{"basis":"Contract"}}]}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "basis":"Contract"            | "basis":"Press"        | AttestationRemoved spec.suppliers[M]: basis was Contract and is Press
          "basis":"Contract"            | "basis":"Assumption"   | AttestationRemoved spec.suppliers[M]: basis was Contract and is Assumption
          "basis":"Contract"            | "basis":"SignedDocument" | AttestationChanged spec.suppliers[M]: basis was Contract and is SignedDocument
          ,"provenance":{"basis":"Contract"} | ''                | AttestationRemoved spec.suppliers[M]: nobody vouches for it any more
          {"name":"M","country":"US","provenance":{"basis":"Contract"}} | '' | AttestationRemoved spec.suppliers[M]: nobody vouches for it any more
          "country":"US"                | "country":"FR"         | AttestationChanged spec.suppliers[M]: it says something else
          "name":"M"                    | "name":"N"             | AttestationRemoved spec.suppliers[M]: nobody vouches for it any more; AttestationChanged spec.suppliers[N]: it is new
          ,"siteProvenance":{"basis":"Observation"} | ''         | AttestationRemoved spec.site: nobody vouches for it any more
          "s-1"                         | "s-2"                  | AttestationChanged spec.site: it says something else
          "2026-01-01"                  | "2026-02-01"           | AttestationChanged spec.legalEntity: asOf was 2026-01-01 and is 2026-02-01
          "source":"list"               | "source":"other"       | AttestationChanged spec.legalEntity: its source is another
          "checkedBy":"Jeanne"          | "checkedBy":"Paul"     | ''
          {"layers":["IaaS"],"provenance":{"basis":"RegulatorList"},"scheme":"SecNumCloud","version":"3.2"}, | '' | AttestationRemoved spec.offerings[base].qualifications[SecNumCloud 3.2]: nobody vouches for it any more
          ["IaaS"]                      | ["PaaS"]               | AttestationChanged spec.offerings[base].qualifications[SecNumCloud 3.2]: it says something else
          "basis":"Assumption"          | "basis":"Press"        | AttestationChanged spec.ownership: basis was Assumption and is Press
          [{"name":"A"}]                | []                     | ''
          """)
  void editOfAnObjectIsNamed(String written, String edited, String said) {
    assertTrue(BEFORE.contains(written), written);
    String after = BEFORE.replace(written, edited);
    assertEquals(said, said(known("u", BEFORE), known("u", after)));
  }

  @Test
  void regionsOfAnOfferingAreWhatItsQualificationIsAbout() {
    String said = said(known("u", BEFORE), known("u", BEFORE.replace("north", "south")));
    String changed =
        "AttestationChanged spec.offerings[base].qualifications[SecNumCloud 3.2]: it says something"
            + " else";
    assertEquals(changed + "; " + changed, said);
  }

  @Test
  void objectThatIsGoneTakesAllThatWasVouchedForWithIt() {
    String gone = said(known("u", BEFORE), Map.of());
    assertEquals(5, gone.split("; ").length, gone);
    assertTrue(gone.contains("AttestationRemoved spec.legalEntity: the object is gone"), gone);
    assertFalse(gone.contains("ownership"), "nobody vouched for it: " + gone);
    assertEquals(
        5, Attestations.changes(Map.of(), known("u", BEFORE)).size(), "and what comes is new");
    assertEquals(
        List.of("another object of that name says the same"),
        Attestations.changes(known("u", BEFORE), known("v", BEFORE)).stream()
            .map(n -> n.content().get("change"))
            .toList());
  }

  @Test
  void noNameAndNoTextOfAPersonIsKept() {
    Map<String, Object> known = known("u", BEFORE.replace("\"list\"", "\"told by Jeanne\""));
    List<ChainNote> notes = Attestations.changes(known, Map.of());
    ChainNote entity = notes.get(0);
    assertEquals("CloudProvider", entity.content().get("kind"));
    assertEquals("acme", entity.content().get("name"));
    assertEquals("RegulatorList", entity.content().get("basis"));
    assertEquals("2026-01-01", entity.content().get("asOf"));
    assertEquals("person-6", entity.content().get("checkedBy"));
    assertFalse((known + " " + notes).contains("Jeanne"));
    // What is kept is what is read again.
    assertEquals(
        "",
        said(
            JsonTree.object(CanonicalJson.text(known)),
            known("u", BEFORE.replace("list", "told by Jeanne"))));
  }

  @Test
  void firstEntrySaysFromWhatItGoesOn() {
    assertEquals("5", Attestations.known(known("u", BEFORE)).content().get("facts"));
  }

  private static Map<String, Object> known(String uid, String spec) {
    TreeMap<String, Object> known = new TreeMap<>();
    known.put(
        "CloudProvider/acme",
        Attestations.of(uid, JsonTree.object(spec), name -> "person-" + name.length()));
    return known;
  }

  private static String said(Map<String, Object> before, Map<String, Object> after) {
    return Attestations.changes(before, after).stream()
        .map(n -> n.kind() + " " + n.content().get("fact") + ": " + n.content().get("change"))
        .collect(Collectors.joining("; "));
  }
}
