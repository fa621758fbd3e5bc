//! Who is what in a namespace; invitations; links for lost passwords.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use model::{AccountId, LinkId, MemberRole, Namespace, Problem, Reach};
use serde::{Deserialize, Serialize};
use store::{LinkInfo, LinkKind, Member, Membership, NewLink};
use utoipa::ToSchema;

use super::session::AccountInfo;
use super::{List, Place, id_of, namespace_of, reach_of, read};
use crate::access::{Caller, grants_of};
use crate::app::App;
use crate::http::problem::ProblemResponse;

/// How long an invitation works, in milliseconds.
const INVITATION_MS: i64 = 7 * 24 * 3600 * 1000;

/// How long a link for a lost password works, in milliseconds.
const RESET_MS: i64 = 3600 * 1000;

/// A member with their roles.
#[derive(Serialize, ToSchema)]
pub struct MemberInfo {
    /// Who.
    account: AccountInfo,
    /// Whether they are kept out.
    disabled: bool,
    /// What they are in the namespace and for its bots.
    roles: Vec<RoleInfo>,
}

/// A role somewhere.
#[derive(Serialize, ToSchema)]
pub struct RoleInfo {
    #[serde(flatten)]
    place: Place,
    /// The role.
    role: MemberRole,
}

fn role_info(membership: &Membership) -> RoleInfo {
    RoleInfo { place: Place::of(&membership.reach), role: membership.role }
}

fn member_info(member: &Member) -> MemberInfo {
    MemberInfo {
        account: AccountInfo::of(&member.account),
        disabled: member.account.disabled,
        roles: member.memberships.iter().map(role_info).collect(),
    }
}

/// Lists the members.
#[utoipa::path(get, path = "/api/v1/namespaces/{namespace}/members", tag = "members", summary = "The members of a namespace",
    params(("namespace" = String, Path, example = "app")),
    responses((status = 200, description = "By address of mail. Owners of the whole installation are not listed.", body = List<MemberInfo>)))]
pub async fn list(
    State(app): State<Arc<App>>,
    Path(namespace): Path<String>,
) -> Result<Json<List<MemberInfo>>, ProblemResponse> {
    let members = app.store.members(&namespace_of(&namespace)?).await?;
    Ok(Json(List { items: members.iter().map(member_info).collect() }))
}

/// The roles that somebody is to have.
#[derive(Deserialize, ToSchema)]
pub struct RolesRequest {
    /// The roles; none takes them all away. Tock's names are read too.
    #[schema(example = json!(["publisher"]))]
    roles: Vec<String>,
    /// The id of a bot, when they are to hold for it alone.
    bot: Option<String>,
}

fn read_roles(roles: &[String]) -> Result<Vec<MemberRole>, ProblemResponse> {
    let read = |role: &String| {
        role.parse().map_err(|error: model::InvalidId| {
            ProblemResponse::bad_request(format!("field `roles`: {error}"))
        })
    };
    roles.iter().map(read).collect()
}

/// Nobody gives, or takes away, what they do not hold.
fn check_holds(
    caller: &Caller,
    roles: &[MemberRole],
    reach: &Reach,
) -> Result<(), ProblemResponse> {
    match roles.iter().find(|role| !caller.holds(role.permissions(), reach)) {
        None => Ok(()),
        Some(role) => Err(ProblemResponse::forbidden(format!(
            "field `roles`: to give or take the role `{role}` one must hold all of its rights"
        ))),
    }
}

/// Sets a member's roles.
#[utoipa::path(put, path = "/api/v1/namespaces/{namespace}/members/{account}", tag = "members", summary = "Set a member's roles",
    params(("namespace" = String, Path, example = "app"), ("account" = String, Path, description = "The account's id.")),
    request_body = RolesRequest,
    responses(
        (status = 200, description = "What they are now.", body = List<RoleInfo>),
        (status = 400, description = "A role or the bot is not known.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The caller does not hold what the roles give.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "The namespace has no such member.", body = Problem, content_type = "application/problem+json")))]
pub async fn set(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((namespace, account)): Path<(String, String)>,
    body: Bytes,
) -> Result<Json<List<RoleInfo>>, ProblemResponse> {
    let request: RolesRequest = read(&body)?;
    let namespace = namespace_of(&namespace)?;
    let roles = read_roles(&request.roles)?;
    let reach = reach_of(&app, namespace.clone(), request.bot.as_deref())?;
    let member = member(&app, &namespace, &account).await?;
    let before = member.memberships.iter().filter(|one| one.reach == reach).map(|one| one.role);
    let changed: Vec<MemberRole> = before.chain(roles.iter().copied()).collect();
    check_holds(&caller, &changed, &reach)?;
    let id = &member.account.id;
    app.store.set_roles(id, &reach, &roles, &caller.actor()).await?;
    let now = app.store.memberships(id).await?;
    let here = now.iter().filter(|one| one.reach.touches(&namespace));
    let here = here.filter(|one| one.reach != Reach::Installation);
    Ok(Json(List { items: here.map(role_info).collect() }))
}

async fn member(
    app: &App,
    namespace: &Namespace,
    account: &str,
) -> Result<Member, ProblemResponse> {
    let id: AccountId = id_of("member", account)?;
    let members = app.store.members(namespace).await?;
    members
        .into_iter()
        .find(|member| member.account.id == id)
        .ok_or_else(|| ProblemResponse::not_found(format!("there is no member `{account}`")))
}

/// A link that was made: seen once.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewLinkInfo {
    /// Its id; absent when somebody with an account was made a member at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// The link, when it was not sent by mail. Give it to the person it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// Whether it was sent by mail.
    mailed: bool,
    /// When it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<String>,
}

/// Makes a link, and mails it or gives it back.
async fn make_link(
    app: &App,
    caller: &Caller,
    link: NewLink,
) -> Result<NewLinkInfo, ProblemResponse> {
    let (info, token) = app.store.create_link(&link, &caller.actor()).await?;
    let url = app.link_url(token.expose());
    let mailed = app.mail.send_link(&info, &url).await?;
    Ok(NewLinkInfo {
        id: Some(info.id.to_string()),
        url: (!mailed).then_some(url),
        mailed,
        expires_at: Some(info.expires_at.to_iso()),
    })
}

/// Makes a link with which a member sets a new password.
#[utoipa::path(post, path = "/api/v1/namespaces/{namespace}/members/{account}/reset", tag = "members", summary = "A link for a lost password",
    params(("namespace" = String, Path, example = "app"), ("account" = String, Path, description = "The account's id.")),
    responses(
        (status = 200, description = "The link was mailed, or is in the answer, this once.", body = NewLinkInfo),
        (status = 403, description = "Without mail: the member may do something that the caller may not.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "The namespace has no such member.", body = Problem, content_type = "application/problem+json")))]
pub async fn reset(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((namespace, account)): Path<(String, String)>,
) -> Result<Json<NewLinkInfo>, ProblemResponse> {
    let member = member(&app, &namespace_of(&namespace)?, &account).await?;
    // Who sees the link could use it: they must hold everything that the account does.
    let grants = grants_of(&app.store.memberships(&member.account.id).await?);
    if !app.mail.is_set_up()
        && !grants.iter().all(|grant| caller.holds(&grant.permissions, &grant.reach))
    {
        return Err(ProblemResponse::forbidden(
            "this member has rights elsewhere that you have not; with the setting `smtp_url` the \
             link goes to them by mail",
        ));
    }
    let link = NewLink {
        kind: LinkKind::Reset,
        email: member.account.email,
        membership: None,
        expires_at: app.turns.now().plus_ms(RESET_MS),
    };
    Ok(Json(make_link(&app, &caller, link).await?))
}

/// Who is to become a member.
#[derive(Deserialize, ToSchema)]
pub struct Invitation {
    /// Their address of mail.
    #[schema(example = "grace@example.org")]
    email: String,
    /// The role. Tock's names are read too.
    #[schema(example = "author")]
    role: String,
    /// The id of a bot, when it is to hold for it alone.
    bot: Option<String>,
}

/// Invites somebody.
#[utoipa::path(post, path = "/api/v1/namespaces/{namespace}/invitations", tag = "members", summary = "Invite somebody",
    params(("namespace" = String, Path, example = "app")),
    request_body = Invitation,
    responses(
        (status = 200, description = "Who has an account is a member at once. Else a link was mailed, or is in the answer, this once.", body = NewLinkInfo),
        (status = 400, description = "The address, the role or the bot is wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The caller does not hold what the role gives.", body = Problem, content_type = "application/problem+json")))]
pub async fn invite(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(namespace): Path<String>,
    body: Bytes,
) -> Result<Json<NewLinkInfo>, ProblemResponse> {
    let request: Invitation = read(&body)?;
    let roles = read_roles(std::slice::from_ref(&request.role))?;
    let reach = reach_of(&app, namespace_of(&namespace)?, request.bot.as_deref())?;
    check_holds(&caller, &roles, &reach)?;
    let email = store::check_email(&request.email)?;
    let membership = roles.first().map(|role| Membership { reach, role: *role });
    // An invitation must not set the password of an account that is there.
    if let (Some(account), Some(membership)) =
        (app.store.account_by_email(&email).await?, &membership)
    {
        app.store.add_role(&account.id, membership, &caller.actor()).await?;
        return Ok(Json(NewLinkInfo { id: None, url: None, mailed: false, expires_at: None }));
    }
    let expires_at = app.turns.now().plus_ms(INVITATION_MS);
    let link = NewLink { kind: LinkKind::Invitation, email, membership, expires_at };
    Ok(Json(make_link(&app, &caller, link).await?))
}

/// An invitation that waits.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InvitationInfo {
    /// Its id.
    id: String,
    /// For whom.
    email: String,
    /// What they will be.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<RoleInfo>,
    /// Who invited them.
    created_by: String,
    /// When it ends.
    expires_at: String,
}

fn invitation_info(link: LinkInfo) -> InvitationInfo {
    InvitationInfo {
        id: link.id.to_string(),
        email: link.email,
        role: link.membership.as_ref().map(role_info),
        created_by: link.created_by,
        expires_at: link.expires_at.to_iso(),
    }
}

/// Lists the invitations that wait.
#[utoipa::path(get, path = "/api/v1/namespaces/{namespace}/invitations", tag = "members", summary = "The invitations that wait",
    params(("namespace" = String, Path, example = "app")),
    responses((status = 200, description = "Newest first, without their links.", body = List<InvitationInfo>)))]
pub async fn invitations(
    State(app): State<Arc<App>>,
    Path(namespace): Path<String>,
) -> Result<Json<List<InvitationInfo>>, ProblemResponse> {
    let links = app.store.invitations(&namespace_of(&namespace)?).await?;
    Ok(Json(List { items: links.into_iter().map(invitation_info).collect() }))
}

/// Takes an invitation back.
#[utoipa::path(delete, path = "/api/v1/namespaces/{namespace}/invitations/{invitation}", tag = "members", summary = "Take an invitation back",
    params(("namespace" = String, Path, example = "app"), ("invitation" = String, Path, description = "Its id.")),
    responses(
        (status = 204, description = "Its link works no longer."),
        (status = 404, description = "There is no such invitation.", body = Problem, content_type = "application/problem+json")))]
pub async fn uninvite(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((namespace, invitation)): Path<(String, String)>,
) -> Result<StatusCode, ProblemResponse> {
    let id: LinkId = id_of("invitation", &invitation)?;
    app.store.delete_invitation(&namespace_of(&namespace)?, &id, &caller.actor()).await?;
    Ok(StatusCode::NO_CONTENT)
}
