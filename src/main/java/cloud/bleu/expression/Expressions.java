package cloud.bleu.expression;

import cloud.bleu.collection.BoundedMap;
import cloud.bleu.placement.model.NearestName;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compiles rules of the customer's own. Nothing of it is loaded before the first expression is
 * read: that costs half a second.
 */
public final class Expressions {

  /** Elements that one evaluation may look at in all of its loops together. */
  static final int MAX_ITERATIONS = 1000;

  /** Loops that may stand inside one another. */
  static final int MAX_DEPTH = 3;

  /** In characters; the schema of the policy says the same. */
  static final int MAX_LENGTH = 2048;

  private static final int KEPT = 256;
  private static final Pattern NO_FIELD = Pattern.compile("undefined field '([^']*)'");
  private static final Pattern NO_NAME = Pattern.compile("undeclared reference to '([^']*)'.*");

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .comprehensionMaxIterations(MAX_ITERATIONS)
          .maxExpressionCodePointSize(MAX_LENGTH)
          .build();
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();
  private static final CelCompiler CONDITIONS = compiler(SimpleType.BOOL);
  private static final CelCompiler MESSAGES = compiler(SimpleType.STRING);

  /** The policies are read in every pass and seldom change. */
  private static final Map<List<Object>, Compiled> MEMORY = BoundedMap.byAccess(KEPT);

  private Expressions() {}

  /** What became of the text of a rule. */
  public sealed interface Compiled {
    /** A rule that can be asked. */
    record Rule(ExpressionRule rule) implements Compiled {}

    /** Every error of the expression and of the message, in the order of the text. */
    record Refused(List<ExpressionError> errors) implements Compiled {
      public Refused {
        errors = List.copyOf(errors);
      }
    }
  }

  /** A program with what is known of its text. */
  record Program(String source, CelRuntime.Program program, Paths paths) {}

  /**
   * Compiles a rule. Pure and total.
   *
   * @param expression that must give true or false
   * @param message that must give a text; null: the expression itself is shown
   * @param requirements that the author says it serves
   */
  public static Compiled compile(
      String expression, @Nullable String message, List<String> requirements) {
    List<Object> key = List.of(expression, message == null ? List.of() : message, requirements);
    synchronized (MEMORY) {
      return MEMORY.computeIfAbsent(key, k -> compiled(expression, message, requirements));
    }
  }

  private static Compiled compiled(
      String expression, @Nullable String message, List<String> requirements) {
    List<ExpressionError> errors = new ArrayList<>();
    Program condition = program("expression", expression, CONDITIONS, errors);
    Program words = message == null ? null : program("message", message, MESSAGES, errors);
    return condition == null || !errors.isEmpty()
        ? new Compiled.Refused(errors)
        : new Compiled.Rule(new ExpressionRule(condition, words, requirements));
  }

  private static @Nullable Program program(
      String part, String text, CelCompiler compiler, List<ExpressionError> errors) {
    int before = errors.size();
    if (text.codePointCount(0, text.length()) > MAX_LENGTH) {
      errors.add(
          new ExpressionError(part, 1, 1, "is longer than " + MAX_LENGTH + " characters", null));
      return null;
    }
    try {
      CelValidationResult parsed = compiler.parse(text, part);
      if (parsed.hasError()) {
        parsed.getErrors().forEach(e -> errors.add(error(part, e, null)));
        return null;
      }
      Paths paths = Paths.of(parsed.getAst());
      paths.refused().forEach((offset, why) -> errors.add(at(part, text, offset, why)));
      if (paths.deepest() > MAX_DEPTH) {
        errors.add(at(part, text, 0, "has more than " + MAX_DEPTH + " loops inside one another"));
      }
      CelValidationResult checked = compiler.check(parsed.getAst());
      if (checked.hasError()) {
        checked.getErrors().forEach(e -> errors.add(error(part, e, named(part, e, text, paths))));
      }
      if (errors.size() > before) {
        return null;
      }
      CelAbstractSyntaxTree ast = checked.getAst();
      return new Program(text, RUNTIME.createProgram(ast), paths);
    } catch (CelEvaluationException | dev.cel.common.CelValidationException | RuntimeException e) {
      errors.add(new ExpressionError(part, 1, 1, "cannot be compiled: " + e.getMessage(), null));
      return null;
    }
  }

  private static ExpressionError error(
      String part, CelIssue issue, @Nullable ExpressionError better) {
    if (better != null) {
      return better;
    }
    // What the grammar would have accepted instead is a page of tokens.
    String what = issue.getMessage().replaceFirst("(?s) expecting .*", "");
    return at(part, issue.getSourceLocation(), what, null);
  }

  /** An error that names what was most likely meant; null where nothing is close. */
  private static @Nullable ExpressionError named(
      String part, CelIssue issue, String text, Paths paths) {
    CelSourceLocation at = issue.getSourceLocation();
    Matcher field = NO_FIELD.matcher(issue.getMessage());
    if (field.matches()) {
      Paths.Path owner = paths.ownerAt(offset(text, at));
      CelType type = owner == null ? null : owner.type();
      Collection<String> known =
          type instanceof StructType struct ? struct.fieldNames() : List.of();
      String of = owner == null ? "" : " in " + owner.text();
      return at(
          part,
          at,
          "there is no field " + field.group(1) + of + meant(field.group(1), known),
          known);
    }
    Matcher name = NO_NAME.matcher(issue.getMessage());
    if (name.matches()) {
      return at(
          part,
          at,
          "there is no variable " + name.group(1) + meant(name.group(1), Variables.TYPES.keySet()),
          Variables.TYPES.keySet());
    }
    return null;
  }

  private static String meant(String given, Collection<String> known) {
    return NearestName.of(given, known).map(n -> ", did you mean " + n + "?").orElse("");
  }

  private static ExpressionError at(
      String part, CelSourceLocation at, String what, @Nullable Collection<String> accepted) {
    return new ExpressionError(
        part,
        Math.max(1, at.getLine()),
        Math.max(0, at.getColumn()) + 1,
        what,
        accepted == null || accepted.isEmpty()
            ? null
            : String.join(", ", accepted.stream().sorted().toList()));
  }

  /** An error at an offset in code points. */
  static ExpressionError at(String part, String text, int offset, String what) {
    int line = 1;
    int column = 1;
    int[] points = text.codePoints().limit(offset).toArray();
    for (int point : points) {
      column = point == '\n' ? 1 : column + 1;
      line += point == '\n' ? 1 : 0;
    }
    return new ExpressionError(part, line, column, what, null);
  }

  private static int offset(String text, CelSourceLocation at) {
    int line = 1;
    int offset = 0;
    int[] points = text.codePoints().toArray();
    while (offset < points.length && line < at.getLine()) {
      line += points[offset++] == '\n' ? 1 : 0;
    }
    return offset + at.getColumn();
  }

  private static CelCompiler compiler(CelType result) {
    var builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setTypeProvider(Variables.MODEL.types())
            .setResultType(result);
    Variables.TYPES.forEach(builder::addVar);
    return builder.build();
  }
}
