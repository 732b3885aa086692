package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import cloud.bleu.cli.PrintedPlan;
import cloud.bleu.cli.Typed;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A change that is no change of decisions changes no byte of what {@code bleu plan -o json} prints,
 * for the examples and for {@link RecordedEstates}. {@code plans.sha256} has a digest for each.
 *
 * <p>Where one differs, print its plans with the code before and after, and compare: {@code
 * -Dbleu.plans.print=NAME} writes them to {@code target/plans}, {@code all} those of all. If the
 * difference is what you mean, {@code -Dbleu.plans.record=true} records all anew, and {@code
 * plans.md} beside the digests lists which changed and why.
 */
class RecordedPlansTest {
  private static final Path DIGESTS =
      Path.of("src/test/resources/cloud/bleu/placement/plans.sha256");
  private static final Path PRINTED = Path.of("target/plans");
  private static final List<String> EXAMPLES =
      List.of(
          "hospital",
          "hospital+jobs",
          "hospital+mail",
          "hospital+policies/no-flood-basin.yaml",
          "migration",
          "ministry",
          "openb");

  @Test
  void noByteOfAPlanIsAnother() throws IOException {
    Map<String, String> now = new LinkedHashMap<>();
    for (String example : EXAMPLES) {
      now.put(example, digest(example, List.of(example(example))));
    }
    for (int seed = 0; seed < RecordedEstates.SEEDS; seed++) {
      String name = "%03d".formatted(seed);
      now.put(name, digest(name, history(seed)));
    }
    if (Boolean.getBoolean("bleu.plans.record")) {
      List<String> lines = new ArrayList<>();
      now.forEach((name, digest) -> lines.add(name + " " + digest));
      Files.write(DIGESTS, lines);
    }
    assertEquals(
        List.of(),
        different(recorded(), now),
        "these plans are not what was recorded; print one before and after the change with"
            + " -Dbleu.plans.print=NAME, and compare what is in "
            + PRINTED);
  }

  private static List<String> different(Map<String, String> recorded, Map<String, String> now) {
    TreeSet<String> names = new TreeSet<>(recorded.keySet());
    names.addAll(now.keySet());
    return names.stream()
        .filter(name -> !now.getOrDefault(name, "").equals(recorded.get(name)))
        .toList();
  }

  private static Map<String, String> recorded() throws IOException {
    Map<String, String> recorded = new LinkedHashMap<>();
    for (String line : Files.readAllLines(DIGESTS)) {
      int space = line.indexOf(' ');
      recorded.put(line.substring(0, space), line.substring(space + 1));
    }
    return recorded;
  }

  private static String example(String name) {
    List<String> typing = new ArrayList<>(List.of("plan", "-o", "json"));
    for (String path : name.split("\\+")) {
      typing.addAll(List.of("-f", "examples/" + path));
    }
    Typed typed = Typed.withInput("", typing.toArray(String[]::new));
    assertNotEquals("", typed.out(), typed.err());
    return typed.out();
  }

  private static List<String> history(long seed) {
    RecordedEstates estates = new RecordedEstates(seed);
    List<String> printed = new ArrayList<>();
    Estate estate = estates.first();
    for (int plan = 0; plan < estates.plans(); plan++) {
      Plan decided = Planner.plan(estate);
      printed.add(PrintedPlan.of(estate, decided));
      estate = estates.next(estate, Estates.inForce(decided), plan);
    }
    return printed;
  }

  /** Of all plans of a history together. */
  private static String digest(String name, List<String> plans) throws IOException {
    MessageDigest digest = sha256();
    for (int i = 0; i < plans.size(); i++) {
      digest.update(plans.get(i).getBytes(StandardCharsets.UTF_8));
      if (List.of(name, "all").contains(System.getProperty("bleu.plans.print", ""))) {
        Files.createDirectories(PRINTED);
        Files.writeString(
            PRINTED.resolve(name.replace('/', '+') + "-" + i + ".json"), plans.get(i));
      }
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
