package cloud.bleu.evidence.person;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.evidence.chain.ChainFault;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.EvidenceFiles;
import cloud.bleu.evidence.input.InputDocuments;
import cloud.bleu.evidence.record.CanonicalJson;
import cloud.bleu.evidence.record.JsonTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names can be erased, and none can be put in the place of another. */
class PersonRegisterTest {

  @TempDir Path directory;

  private Path file;
  private String anne;
  private String bernard;
  private TreeMap<String, Object> register;

  @BeforeEach
  void record() throws IOException {
    Pseudonyms pseudonyms = new Pseudonyms();
    anne = pseudonyms.of("anne");
    bernard = pseudonyms.of("bernard");
    pseudonyms.ofText("a letter of Yvonne");
    pseudonyms.write(directory);
    file = directory.resolve(EvidenceFiles.PERSONS);
    register = new TreeMap<>(JsonTree.object(Files.readString(file)));
  }

  /** The first case of RFC 4231. */
  @Test
  void pseudonymIsTheBeginningOfTheCodeOfTheName() {
    assertEquals(
        "person-b0344c61d8db38535ca8afceaf0bf12b",
        PersonRegister.pseudonym("person-", "0b".repeat(20), "Hi There"));
  }

  /** As the document says that it is checked by hand. */
  @Test
  void anybodyCanReckonAPseudonym() throws Exception {
    String salt = String.valueOf(JsonTree.map(register.get(anne)).get("salt"));
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "printf '%s' anne | openssl dgst -sha256 -mac HMAC -macopt hexkey:" + salt)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    assertTrue(
        printed.contains("= " + anne.substring("person-".length())), printed + " for " + anne);
  }

  @Test
  void namesAreBoundAndTheSameOneAfterARestart() throws IOException {
    assertEquals(List.of(), faults());
    assertEquals(3, check().bound());
    Pseudonyms next = new Pseudonyms();
    next.read(directory);
    assertEquals(anne, next.of("anne"));
    assertTrue(next.mayBe(anne, "anne"));
    assertFalse(next.mayBe(anne, "bernard"));
    assertTrue(new Pseudonyms().mayBe(anne, "bernard"), "nobody can tell any more");
  }

  @Test
  void erasedNameIsNoFault() throws IOException {
    register.remove(anne);
    assertEquals(List.of(), written());
    assertEquals(2, check().bound());
    Files.delete(file);
    assertEquals(List.of(), faults());
  }

  @Test
  void exchangedNamesAreAFaultEach() throws IOException {
    Object name = register.get(anne);
    register.put(anne, register.get(bernard));
    register.put(bernard, name);
    assertEquals(
        List.of(anne, bernard).stream().sorted().toList(),
        written().stream().map(f -> f.replaceAll("the name at | is not.*", "")).toList());
    Pseudonyms next = new Pseudonyms();
    next.read(directory);
    assertNotEquals(anne, next.of("bernard"), "nobody takes it over");
  }

  @Test
  void exchangedNameWithTheSaltInItsPlaceIsAFault() throws IOException {
    Map<String, Object> held = JsonTree.map(register.get(anne));
    register.put(anne, Map.of("name", "claire", "salt", held.get("salt")));
    assertEquals(List.of("the name at " + anne + " is not the one that it was made of"), written());
    register.put(anne, Map.of("name", "anne", "salt", "none"));
    assertEquals(1, written().size());
  }

  @Test
  void nobodyCanMakeItLookLikeANameOfAnOlderRelease() throws IOException {
    register.put(anne, "claire");
    assertEquals(List.of("the name at " + anne + " is not the one that it was made of"), written());
  }

  @Test
  void nameOfAnOlderReleaseIsSaidToBeBoundToNothing() throws IOException {
    register.put("person-0123456789abcdef", "dora");
    assertEquals(List.of(), written());
    String limit = String.valueOf(new PersonCheck(directory).limit());
    assertTrue(limit.startsWith("1 name was recorded by a release that bound none"), limit);
    Pseudonyms next = new Pseudonyms();
    next.read(directory);
    String made = next.of("dora");
    assertNotEquals("person-0123456789abcdef", made, "it is bound from now on");
    next.write(directory);
    assertEquals(
        "dora",
        JsonTree.object(Files.readString(file)).get("person-0123456789abcdef"),
        "what was recorded can still be read");
    assertEquals(4, check().bound());
  }

  @Test
  void whatIsNoRegisterIsAFault() throws IOException {
    Files.writeString(file, "[]");
    assertTrue(faults().get(0).startsWith("not a register of names: "), faults().toString());
    Files.writeString(file, "{\"person-1\":7}");
    assertTrue(faults().get(0).startsWith("not a register of names: "), faults().toString());
  }

  @Test
  void nameThatNothingHereHasIsNotCountedAsBound() throws IOException {
    PersonCheck check = new PersonCheck(directory);
    check.entry(naming(List.of(anne, "person-" + "0".repeat(32))));
    check.end(new InputDocuments(directory));
    assertEquals(1, check.bound());
    assertEquals(
        List.of("2 names in persons.json stand for something that nothing here has"),
        check.remarks());
  }

  /** Of a chain that has all of the names. */
  private PersonCheck check() throws IOException {
    PersonCheck check = new PersonCheck(directory);
    check.entry(naming(JsonTree.object(Files.readString(file)).keySet()));
    assertEquals(List.of(), check.remarks());
    return check;
  }

  private static ChainLine naming(Collection<String> pseudonyms) {
    return ChainLine.of(
        Map.of(
            "sequence",
            1,
            "previous",
            Chain.GENESIS,
            "content",
            Map.of("by", String.join(", ", pseudonyms))));
  }

  private List<String> written() throws IOException {
    Files.writeString(file, CanonicalJson.text(register));
    return faults();
  }

  private List<String> faults() throws IOException {
    return new PersonCheck(directory).faults().stream().map(ChainFault::message).toList();
  }
}
