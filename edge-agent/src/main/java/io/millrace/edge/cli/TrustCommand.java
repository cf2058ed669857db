package io.millrace.edge.cli;

import io.millrace.base.command.ExitCode;
import io.millrace.base.command.Failure;
import io.millrace.base.command.Json;
import io.millrace.base.command.Table;
import io.millrace.base.config.Nearest;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.edge.config.AgentConfig;
import io.millrace.edge.source.opcua.server.OpcUaSourceSettings;
import io.millrace.edge.source.opcua.server.TrustFolder;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows which certificates of an OPC UA server were refused, and trusts one. */
@Command(
    name = "trust",
    mixinStandardHelpOptions = true,
    description =
        "Lists the certificates that an OPC UA server showed and that are not trusted, and trusts"
            + " one; a running agent takes it up by itself.")
final class TrustCommand implements Callable<Integer> {
  private final AgentCommand agent;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "SOURCE", description = "an OPC UA source")
  private String source;

  @Option(
      names = "--accept",
      paramLabel = "THUMBPRINT",
      description = "SHA-1 of the certificate, as the server itself shows it")
  private @Nullable String thumbprint;

  @Option(names = "--json", description = "one line of JSON for each certificate")
  private boolean json;

  TrustCommand(AgentCommand agent) {
    this.agent = agent;
  }

  @Override
  public Integer call() {
    AgentConfig config = agent.config();
    checkSource(config);
    TrustFolder trust = new TrustFolder(config.opcua().resolve(source));
    PrintWriter out = spec.commandLine().getOut();
    if (thumbprint == null) {
      list(trust, out);
    } else {
      X509Certificate accepted = trust.accept(thumbprint);
      out.println("trusted for %s: %s".formatted(source, subject(accepted)));
    }
    out.flush();
    return ExitCode.OK;
  }

  private void list(TrustFolder trust, PrintWriter out) {
    if (json) {
      trust.trusted().forEach(each -> out.println(line("trusted", each)));
      trust.rejected().forEach(each -> out.println(line("rejected", each)));
      return;
    }
    Table table = new Table("STATE", "THUMBPRINT", "VALID UNTIL", "CERTIFICATE");
    trust.trusted().forEach(each -> row(table, "trusted", each));
    trust.rejected().forEach(each -> row(table, "rejected", each));
    if (table.isEmpty()) {
      out.println(
          "no certificate of " + source + " is known: run the agent, or millrace-agent test");
    } else {
      out.print(table);
    }
    if (!trust.rejected().isEmpty()) {
      out.println(
          Failure.HINT
              + "compare the thumbprint with what the server itself shows, then: millrace-agent"
              + " trust %s --accept THUMBPRINT".formatted(source));
    }
    if (Files.exists(trust.ownCertificate())) {
      out.println(
          Failure.HINT + "the server is to trust this agent too, by " + trust.ownCertificate());
    }
  }

  private static void row(Table table, String state, X509Certificate each) {
    table.row(state, TrustFolder.thumbprint(each), until(each), subject(each));
  }

  private String line(String state, X509Certificate each) {
    return Json.line(
        Json.object()
            .put("source", source)
            .put("state", state)
            .put("thumbprint", TrustFolder.thumbprint(each))
            .put("valid_until", until(each))
            .put("certificate", subject(each)));
  }

  private static String until(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant().toString();
  }

  private static String subject(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName();
  }

  private void checkSource(AgentConfig config) {
    List<String> names =
        config.sources().stream()
            .filter(OpcUaSourceSettings.class::isInstance)
            .map(each -> each.name())
            .toList();
    if (!names.contains(source)) {
      throw new MillraceException(
          ErrorCode.NOT_FOUND,
          names.isEmpty()
              ? "'%s' is no OPC UA source, there is none".formatted(source)
              : "'%s' is no OPC UA source, expected one of %s%s"
                  .formatted(source, String.join(", ", names), Nearest.suggestion(source, names)));
    }
  }
}
