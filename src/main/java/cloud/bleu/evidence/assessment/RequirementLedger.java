package cloud.bleu.evidence.assessment;

import cloud.bleu.evidence.assessment.Requirement.Grade;
import cloud.bleu.evidence.assessment.Requirement.Standing;
import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.ZoneRule.Declaration;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Every identifier of SecNumCloud 3.2 (ANSSI, 8 March 2022) with its standing. What the rules serve
 * is derived from their declarations; the rest stands in a file beside this class.
 */
public final class RequirementLedger {

  private static final List<Requirement> ALL = read();

  private RequirementLedger() {}

  /** In the order of the text: the 278 lettered identifiers, then the unlettered ones. */
  public static List<Requirement> all() {
    return ALL;
  }

  /**
   * The sentence with which every report ends. It counts lettered identifiers only.
   *
   * @param requirements those that a report speaks of
   */
  public static String closing(Collection<Requirement> requirements) {
    return sentence(
        requirements,
        requirements.stream().filter(Requirement::lettered).filter(Requirement::checked).count(),
        0);
  }

  private static String sentence(Collection<Requirement> requirements, long checked, long unknown) {
    long of = requirements.stream().filter(Requirement::lettered).count();
    long through =
        requirements.stream()
            .filter(Requirement::lettered)
            .filter(Requirement::onlyThroughQualification)
            .count();
    return "checked %s of %s identifiers;%s %s visible only through the qualification; this is not a qualification"
        .formatted(checked, of, unknown == 0 ? "" : " " + unknown + " unknown;", through);
  }

  /**
   * The closing sentence of a report on what runs: of all identifiers, those count as checked that
   * a rule answered there. These are fewer than those that rules can answer.
   *
   * @param answered ids; what is none of the 278 does not count
   * @param unknown ids of which every answer is that it is not known
   */
  public static String closingOf(Collection<String> answered, Collection<String> unknown) {
    return sentence(ALL, lettered(answered), lettered(unknown));
  }

  private static long lettered(Collection<String> ids) {
    return ALL.stream().filter(Requirement::lettered).filter(r -> ids.contains(r.id())).count();
  }

  private static List<Requirement> read() {
    List<Requirement> all = new ArrayList<>();
    String chapter = "";
    for (String line : lines()) {
      if (line.startsWith("# ")) {
        chapter = Character.isDigit(line.charAt(2)) ? line.substring(2).replace(" | ", " ") : "";
      } else {
        all.add(requirement(chapter, line.split("\\|", 5)));
      }
    }
    return List.copyOf(all);
  }

  private static List<String> lines() {
    try (InputStream in =
        Objects.requireNonNull(
            RequirementLedger.class.getResourceAsStream("secnumcloud-3.2.psv"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Requirement requirement(String chapter, String[] fields) {
    String id = fields[0];
    TreeSet<Standing> standings = new TreeSet<>();
    List<String> rules = new ArrayList<>();
    TreeSet<String> facts = new TreeSet<>();
    for (Declaration rule : Catalogue.rules().stream().map(r -> r.declaration()).toList()) {
      if (rule.requirements().contains(id)) {
        rules.add(rule.id());
        facts.addAll(rule.facts());
        standings.add(rule.facts().isEmpty() ? Standing.Enforced : Standing.Attested);
      }
    }
    Arrays.stream(fields[2].split("\\+")).map(Standing::valueOf).forEach(standings::add);
    return new Requirement(
        id,
        chapter,
        Grade.valueOf(fields[1]),
        fields[4],
        List.copyOf(standings),
        rules,
        List.copyOf(facts),
        fields[3]);
  }
}
