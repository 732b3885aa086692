package cloud.bleu.expression;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneAspect;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Link;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.StatedFact;
import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A rule of the customer's own. True passes, false is refused, and what cannot be told because a
 * field is missing is {@code Unknown}, with the name of the field.
 */
public final class ExpressionRule implements ZoneRule {

  /**
   * Before the id of a requirement that the author of the rule, and nobody else, says it serves.
   */
  public static final String CLAIMED = "claimed:";

  /** The language of the texts, before the version of the library that reads them. */
  public static final String LANGUAGE = "cel-java";

  /**
   * Of the library: what an expression answers, and with which words, may depend on it. A test
   * holds it to the one that is built with.
   */
  static final String VERSION = "0.14.0";

  private static final int LONGEST_TEXT = 512;
  private static final int LONGEST_SOURCE = 120;
  private static final Pattern FAILURE =
      Pattern.compile("(?s)evaluation error at [^:]*:(\\d+): (.*)");

  /** Fields in whose place a record has a pseudonym. */
  private static final Set<String> SAID = Set.of("checkedBy", "source");

  private static final String HOLDERS = "holders";
  private static final Set<String> HOLDING = Set.of("name", "of");
  private static final Pattern NAMED =
      Pattern.compile(
          "rovenance\\.(checkedBy|source)$|ownership\\.holders\\[[^\\]]*\\]\\.(name|of)$");

  private final Expressions.Program condition;
  private final Expressions.@Nullable Program message;
  private final Declaration declaration;

  /** Variables that condition or message read. */
  private final Set<String> variables = new TreeSet<>();

  /** Kinds of facts that the condition reads. */
  private final Set<StatedFact.Kind> kinds;

  /** Fields that they read of the workload; null: any. */
  private final @Nullable Set<String> ofWorkload;

  ExpressionRule(
      Expressions.Program condition,
      Expressions.@Nullable Program message,
      List<String> requirements) {
    this.condition = condition;
    this.message = message;
    Set<String> fields = new TreeSet<>();
    boolean told = true;
    for (Expressions.Program program :
        message == null ? List.of(condition) : List.of(condition, message)) {
      variables.addAll(program.paths().variables());
      fields.addAll(program.paths().fieldsOf("workload"));
      told &= !program.paths().readWhole().contains("workload");
    }
    this.ofWorkload = told ? fields : null;
    this.kinds = Collections.unmodifiableSet(ReadFacts.kinds(condition.paths().read()));
    this.declaration =
        new Declaration(
            "expression",
            shortened(condition.source(), LONGEST_SOURCE),
            List.of(),
            requirements.stream().map(CLAIMED::concat).distinct().sorted().toList(),
            List.of("ExpressionFalse", "FieldMissing", "ExpressionFailed", "ExpressionTooCostly"));
  }

  @Override
  public Declaration declaration() {
    return declaration;
  }

  /**
   * Whether the answer depends on who checked a fact, where it stands, or what a holder is called:
   * in a record of it pseudonyms stand there, so the answer cannot be told again.
   */
  public boolean asksForNames() {
    Paths paths = condition.paths();
    Set<String> untold = paths.readOfUntold();
    boolean ofHolders =
        untold.contains(HOLDERS) || paths.read().stream().anyMatch(p -> p.contains(HOLDERS));
    return paths.read().stream().anyMatch(path -> NAMED.matcher(path).find())
        || !Collections.disjoint(untold, SAID)
        || ofHolders && !Collections.disjoint(untold, HOLDING);
  }

  @Override
  public Making making() {
    TreeMap<String, String> texts = new TreeMap<>();
    texts.put("expression", condition.source());
    if (message != null) {
      texts.put("message", message.source());
    }
    return new Making(
        LANGUAGE + "/" + VERSION,
        texts,
        declaration.requirements().stream().map(r -> r.substring(CLAIMED.length())).toList());
  }

  /** By what the condition reads; the words of a refusal do not decide. */
  @Override
  public Set<Link> alsoAbout() {
    return ExpressionLinks.of(ReadFacts.leaves(condition.paths().read()));
  }

  @Override
  public ZoneAspect aspect() {
    return variables.contains("zone")
        ? ZoneAspect.Zone
        : variables.contains("offerings")
            ? ZoneAspect.Offerings
            : variables.contains("provider") ? ZoneAspect.Provider : ZoneAspect.Anywhere;
  }

  @Override
  public Object about(Workload workload) {
    return variables.contains("workload") ? Variables.of(workload, ofWorkload) : NO_WORKLOAD;
  }

  @Override
  public boolean turnsWithAnyDay() {
    return variables.contains("now");
  }

  @Override
  public Set<StatedFact.Kind> reads() {
    return kinds;
  }

  /** What the condition names; the words of a refusal do not decide. */
  @Override
  public List<StatedFact> facts(Question question, Verdict answer) {
    return ReadFacts.of(condition.paths().read(), question);
  }

  @Override
  public Verdict evaluate(Question question) {
    Map<String, Object> values = Variables.of(question);
    Origin origin = AnswerOrigin.of(condition.paths().read(), question);
    try {
      Object answer = condition.program().eval(values);
      if (Boolean.TRUE.equals(answer)) {
        return Verdict.pass(origin, Message.of("expression.true"));
      }
      return Boolean.FALSE.equals(answer)
          ? Verdict.reject("ExpressionFalse", origin, words(values), Message.of("do.zoneWhereTrue"))
          : failed(
              origin,
              Message.of(
                  "expression.gives", "value", shortened(String.valueOf(answer), LONGEST_SOURCE)));
    } catch (CelEvaluationException e) {
      return unknown(e, origin);
    } catch (RuntimeException e) {
      return failed(origin, Message.recorded(String.valueOf(e.getMessage())));
    }
  }

  private Verdict unknown(CelEvaluationException e, Origin origin) {
    if (e.getErrorCode() == CelErrorCode.ITERATION_BUDGET_EXCEEDED) {
      return Verdict.unknown(
          "ExpressionTooCostly",
          origin,
          Message.of("expression.tooCostly", "most", Expressions.MAX_ITERATIONS),
          Message.of("do.fewerLoops"));
    }
    String field = missing(condition, e);
    return field == null
        ? failed(origin, Message.recorded(reason(condition, e)))
        : Verdict.unknown(
            "FieldMissing",
            origin,
            Message.of("expression.fieldMissing", "field", field),
            Message.of("do.stateOrHas"));
  }

  private static Verdict failed(Origin origin, Message why) {
    return Verdict.unknown(
        "ExpressionFailed",
        origin,
        Message.of("expression.failed", "why", why),
        Message.of("do.correctExpression"));
  }

  /** The message of the author; the expression itself where there is none. */
  private Message words(Map<String, Object> values) {
    String source = shortened(condition.source(), LONGEST_SOURCE);
    Message itself = Message.of("expression.notTrue", "expression", source);
    if (message == null) {
      return itself;
    }
    try {
      String text = shortened(String.valueOf(message.program().eval(values)), LONGEST_TEXT);
      return text.isBlank() ? itself : Message.of("expression.words", "words", text);
    } catch (CelEvaluationException e) {
      String field = missing(message, e);
      Message why =
          field == null
              ? Message.recorded(reason(message, e))
              : Message.of("expression.fieldMissing", "field", field);
      return Message.of("expression.notTrueNorTold", "expression", source, "why", why);
    } catch (RuntimeException e) {
      return itself;
    }
  }

  /** The field whose absence stopped the evaluation, null when something else did. */
  private static @Nullable String missing(Expressions.Program program, CelEvaluationException e) {
    boolean absent =
        e.getErrorCode() == CelErrorCode.ATTRIBUTE_NOT_FOUND
            || e.getErrorCode() == CelErrorCode.INDEX_OUT_OF_BOUNDS;
    Matcher failure = FAILURE.matcher(String.valueOf(e.getMessage()));
    if (!absent || !failure.matches()) {
      return null;
    }
    Paths.Path path = program.paths().at(Integer.parseInt(failure.group(1)));
    return path == null ? failure.group(2) : path.text();
  }

  private static String reason(Expressions.Program program, CelEvaluationException e) {
    Matcher failure = FAILURE.matcher(String.valueOf(e.getMessage()));
    return failure.matches()
        ? Expressions.at(
                "",
                program.source(),
                Integer.parseInt(failure.group(1)),
                shortened(failure.group(2), LONGEST_SOURCE))
            .text()
        : shortened(String.valueOf(e.getMessage()), LONGEST_SOURCE);
  }

  /** One line of printable text of at most that many characters. */
  private static String shortened(String text, int longest) {
    String line = text.replaceAll("[\\s\\p{Cc}\\p{Cf}\\p{Cs}]+", " ").strip();
    return line.codePointCount(0, line.length()) <= longest
        ? line
        : line.substring(0, line.offsetByCodePoints(0, longest)) + "...";
  }

  /** Two rules of the same text are the same rule. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ExpressionRule rule
        && rule.condition.source().equals(condition.source())
        && Objects.equals(rule.messageSource(), messageSource())
        && rule.declaration.equals(declaration);
  }

  @Override
  public int hashCode() {
    return Objects.hash(condition.source(), messageSource(), declaration);
  }

  private @Nullable String messageSource() {
    return message == null ? null : message.source();
  }
}
